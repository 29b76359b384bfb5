import RollbackCore

/// `emergency-rollback.sh`.
enum EmergencyScript {
    static let text = ScriptParts.script(
        ["Takes the platform back to its last known good release."],
        help: """
            usage: rollback/scripts/emergency-rollback.sh [--fast|--full|--manual|--instant] [OPTION…]

              --fast          code, dependency set, caches and services; the database stays as it is
              --full          fast, and the database's schema (every row is kept), the environment and every check
              --manual        a guided checklist, step by step
              --dry-run       show what would be done, and change nothing
              --auto-confirm  ask nothing: this line is your consent
              --commit C      go back to this commit or tag instead of the newest known good release
              --help          this text

            Every other option of "lastgood rollback" works too: --service, --check, --reason, --json, …
            Exit codes: 0 well, 1 nothing was changed, 3 a critical check fails, 10 choose a commit, 11 somebody else is at
            it, 12 held for a person, 13 "lastgood resume" finishes it, 64 a mistake in the options, 130 cancelled.

            Where the program is missing, --fast works without it, in plain git and shell, and says what it leaves out;
            --manual prints its checklist.
            """,
        #"""
        main() {
            for option in "$@"; do
                case $option in -h | --help) usage; exit 0 ;; esac
            done
            if find_lastgood; then exec "$lastgood" rollback --directory "$root" "$@"; fi
            break_glass_rollback "$@"
            exit $?
        }

        # Read whole before it runs, and never read on: the checkout replaces files meanwhile.
        main "$@"
        """#)
}

/// `rollback-SERVICE.sh`.
enum ServiceScript {
    /// - Parameter file: what the script is called after; a framework's script has another name than its service.
    static func text(_ service: ServiceName, file: String) -> String {
        ScriptParts.script(
            ["Takes one service back: \(service)."],
            help: """
                usage: rollback/scripts/rollback-\(file).sh [--fast|--full|--manual] [--dry-run] [--auto-confirm] [--commit C] [--help]

                Only \(service) is restarted. Its code goes back alone where it lies in a folder of its own; where services
                share one, and where the program is missing, all code goes back. --dry-run shows which.
                The options are those of emergency-rollback.sh.
                """,
            """
            main() {
                for option in "$@"; do
                    case $option in -h | --help) usage; exit 0 ;; esac
                done
                if find_lastgood; then exec "$lastgood" rollback --directory "$root" --service '\(service)' "$@"; fi
                break_glass_rollback --service '\(service)' "$@"
                exit $?
            }

            # Read whole before it runs, and never read on: the checkout replaces files meanwhile.
            main "$@"
            """)
    }
}

/// `rollback-database.sh`.
enum DatabaseScript {
    static let text = ScriptParts.script(
        ["For when the database is part of it: the full level, which takes the schema back and keeps every row."],
        help: """
            usage: rollback/scripts/rollback-database.sh [--dry-run] [--auto-confirm] [--commit C] [--help]

            This is "lastgood rollback --full": code, services, schema and environment go back. What the bad release brought to
            the schema is parked with its rows; --dry-run shows it. The other options of emergency-rollback.sh work too.
            Without the program nothing is done to a database: it says so and ends with 1.
            """,
        #"""
        main() {
            for option in "$@"; do
                case $option in -h | --help) usage; exit 0 ;; esac
            done
            if find_lastgood; then exec "$lastgood" rollback --directory "$root" --full "$@"; fi
            say "lastgood is not on this machine, and no database is touched without it."
            say "Code and services can go back alone: rollback/scripts/emergency-rollback.sh --fast"
            exit 1
        }

        main "$@"
        """#)
}

/// `verify-rollback.sh`.
enum VerifyScript {
    static let text = ScriptParts.script(
        ["Proves that the platform is well, or says what is not."],
        help: """
            usage: rollback/scripts/verify-rollback.sh [--check-only] [--quick] [--strict] [--json] [--help]

              --check-only  only look; nothing is ever changed here, so it is what happens anyway
              --quick       liveness only

            Exit codes: 0 every critical check passes, 3 one does not, 4 there is nothing to check, 64 a mistake.
            Where the program is missing, the services' addresses are asked with curl, and nothing else is.
            """,
        #"""
        main() {
            for option in "$@"; do
                case $option in -h | --help) usage; exit 0 ;; esac
            done
            if find_lastgood; then exec "$lastgood" verify --directory "$root" "$@"; fi
            say "lastgood is not on this machine: the services are asked, and nothing else is proved."
            # Anybody may look while somebody else rolls back.
            wait_limit=1
            check_services ""
            exit $?
        }

        main "$@"
        """#)
}

/// `backup-current-state.sh`.
enum BackupScript {
    static let text = ScriptParts.script(
        ["Captures the platform as it is now, good or bad."],
        help: """
            usage: rollback/scripts/backup-current-state.sh [--help]

            This is "lastgood snapshot create"; its options work too. A rollback captures what it overwrites in any case.
            Where the program is missing, or is one without snapshots, the commit, the changed files and the environment
            files are kept in rollback/backups/, and the database is not.
            """,
        #"""
        main() {
            for option in "$@"; do
                case $option in -h | --help) usage; exit 0 ;; esac
            done
            # A program without this command answers with its help as a whole, and says that all is well.
            if find_lastgood && "$lastgood" snapshot create --help 2>/dev/null | grep -q 'lastgood snapshot create'; then
                exec "$lastgood" snapshot create --directory "$root" "$@"
            fi
            say "There is no lastgood here that takes snapshots: commit, changed files and environment files are kept,"
            say "no database is."
            keep_state
            exit $?
        }

        main "$@"
        """#)
}
