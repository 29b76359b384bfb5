/// `rollback/README.md`: the page for the middle of the night.
struct ReadmeDocument {
    private let facts: PlatformFacts
    private let parts: DocumentParts

    init(_ facts: PlatformFacts) {
        self.facts = facts
        parts = DocumentParts(facts)
    }

    var text: String {
        [head, levels, looking, snapshots, what, configuration, contacts].joined(separator: "\n\n")
    }

    private var head: String {
        """
        # Emergency rollback of \(facts.title)

        \(DocumentParts.origin)

        Production is broken? Go back to the last release that worked:

        ```bash
        # Linux, macOS
        ./rollback/scripts/emergency-rollback.sh --fast

        # Windows
        .\\rollback\\scripts\\emergency-rollback.ps1 -Fast
        ```

        It shows where it would go and what it would do, and asks. `--dry-run` only shows it; `--auto-confirm` does not ask;
        `--commit C` names the target. Cut short? `lastgood resume`. Wrong? `lastgood undo`.

        Use it at once when a release has taken the services down, when people cannot log in or pay, when data cannot be
        reached, or when it opened a hole. Look first when something is only slow, or broken for a few:
        `./rollback/scripts/verify-rollback.sh --check-only`.
        """
    }

    private var levels: String {
        let rows = [
            [
                "`--fast`", "code, dependency set and caches go back, services restart in order, all is verified",
                "the database and the environment",
            ],
            [
                "`--full`", "fast, and the database's schema, the environment, every check and a detailed report",
                "rows, every one; a schema that nobody recorded and that cannot be learned",
            ],
            [
                "`--manual`", "a checklist, step by step and service by service, with you deciding",
                "what you leave out",
            ],
        ]
        return """
            ## Levels

            \(DocumentParts.table(["option", "what goes back", "what stays"], rows))

            The steps of each are in [the procedures](docs/ROLLBACK_PROCEDURES.md).
            """
    }

    private var looking: String {
        """
        ## Afterwards

        ```bash
        ./rollback/scripts/verify-rollback.sh    # is everything well?
        lastgood status                          # what runs, and which release is pinned as bad
        lastgood unpin                           # once the fix is ready to be deployed
        ```
        """
    }

    private var snapshots: String {
        """
        ## Snapshots

        `lastgood snapshot create` keeps everything as it is, encrypted: files, databases, environment. One follows each rollback
        after which the platform is served, and each recorded release. On a schedule, with cron (`crontab -e`, as the user whom the platform belongs to):

        ```
        17 3 * * * cd /path/of/this/platform && /usr/local/bin/lastgood snapshot create --reason nightly
        ```

        or with systemd: these two, and then `systemctl enable --now lastgood-snapshot.timer`.

        ```ini
        # /etc/systemd/system/lastgood-snapshot.service
        [Service]
        Type=oneshot
        User=the-platforms-user
        WorkingDirectory=/path/of/this/platform
        ExecStart=/usr/local/bin/lastgood snapshot create --reason nightly
        ```

        ```ini
        # /etc/systemd/system/lastgood-snapshot.timer
        [Timer]
        OnCalendar=*-*-* 03:17
        Persistent=true

        [Install]
        WantedBy=timers.target
        ```

        Old ones go by themselves (`max_backup_retention_days`); a rollback that begins meanwhile goes first.
        `lastgood snapshot diff 12` says what has changed since; `lastgood snapshot restore 12` puts files back.
        """
    }

    private var what: String {
        // The program looks at it when it is asked: services move.
        let scope = "and its code alone goes back where it has a folder of its own: `--dry-run` shows it"
        let scripts = ScriptFiles(facts).serviceNames.map {
            "| `scripts/rollback-\($0.file).sh` | \($0.service) alone is restarted, \(scope) |"
        }
        let rows = """
            ## What is here

            | file | |
            |---|---|
            | `scripts/emergency-rollback.sh`, `.ps1` | the rollback |
            | `scripts/rollback-database.sh` | the full level: code, schema and environment; every row is kept |
            | `scripts/verify-rollback.sh` | proves that the platform is well |
            | `scripts/backup-current-state.sh` | captures the state as it is now |
            | `scripts/record-release.sh` | for the end of a deployment: records the release, with `--known-good` as proved |
            """
        let documents = """
            | [docs/ROLLBACK_PROCEDURES.md](docs/ROLLBACK_PROCEDURES.md) | before, during and after, step by step |
            | [docs/SERVICE_DEPENDENCIES.md](docs/SERVICE_DEPENDENCIES.md) | the services and what they wait for, drawn |
            | [docs/TROUBLESHOOTING.md](docs/TROUBLESHOOTING.md) | what to do when it does not work |
            | [docs/AUTONOMOUS_HANDOFF.md](docs/AUTONOMOUS_HANDOFF.md) | for software agents |
            | [config/](config/rollback-config.json) | the configuration, in three files |
            | `logs/`, `backups/` | reports, the history, what was kept; not in git |

            The scripts call `lastgood`. Where it is missing they go back with git, a shell and curl, and say what that leaves
            out. The PowerShell script has been parsed, not run: no PowerShell takes part in lastgood's own tests.
            """
        return ([rows] + scripts + [documents]).joined(separator: "\n")
    }

    private var configuration: String {
        """
        ## Configuration

        - [rollback-config.json](config/rollback-config.json): services, limits, contacts
        - [service-endpoints.json](config/service-endpoints.json): the answers that prove that a service is well
        - [known-good-commits.json](config/known-good-commits.json): the releases to go back to, the newest first

        `lastgood status` reads them and lists what is wrong, each with its line. Rehearse with
        `./rollback/scripts/emergency-rollback.sh --fast --dry-run`.
        """
    }

    private var contacts: String {
        let people = facts.contacts.map { "- \($0.name)" + ($0.how.map { ": \($0)" } ?? "") }
        let places = facts.dashboards.map { "- <\($0)>" }
        let nobody = [
            "Nobody is named yet: add `contacts` and `dashboards` to [the configuration](config/rollback-config.json)."
        ]
        return "## Whom to call\n\n" + (people + places).isEmptyOr(nobody).joined(separator: "\n")
    }
}

extension Array {
    fileprivate func isEmptyOr(_ other: [Element]) -> [Element] { isEmpty ? other : self }
}
