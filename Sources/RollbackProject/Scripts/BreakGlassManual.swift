import RollbackCore

/// The manual level where the program is missing: its checklist, printed, with nothing done.
enum BreakGlassManual {
    static let text = #"""

        # What to go through and to type, as Markdown. Changes nothing and takes no lock.
        print_checklist() {
            say "lastgood is not on this machine: this is the checklist by hand, and nothing is done."
            choose_target "$commit" || { [ -z "$commit" ] || return 1; target=COMMIT; }
            cat <<END
        # Rollback by hand of $root

        From $before to $target. Left out: $left_out.

        ## Before the rollback

        - [ ] Production is affected, and a fix would take longer than going back
        - [ ] The target is the right one: git -C '$root' log -1 $target
        - [ ] The team knows that a rollback begins, and who does it
        - [ ] Error messages and symptoms are noted
        - [ ] What has to be kept is kept: rollback/scripts/backup-current-state.sh; the database has its own backup

        ## Steps

        - [ ] Keep what is changed and not committed; note the commit that is printed:

              git -C '$root' stash create

        - [ ] Put the target's files in place; rollback/ stays as it is:

              git -C '$root' restore --source=$target --staged --worktree -- . ':(exclude)rollback'

        END
            for service in $(services "$only"); do
                printf -- '- [ ] Restart %s:\n\n' "$service"
                how_to_restart "$service" | sed 's/^/      /'
                echo
                asked=$(how_to_ask "$service")
                [ -z "$asked" ] || printf -- '- [ ] %s answers:\n\n      %s\n\n' "$service" "$asked"
            done
            cat <<'END'
        ## After the rollback

        - [ ] rollback/scripts/verify-rollback.sh ends with 0
        - [ ] Somebody has logged in, and done what people come for
        - [ ] The newest rows are there, and people's data is whole
        - [ ] The cause, as far as it is known, is noted in rollback/logs/

        END
            whom_to_call
        }
        """#
}

/// What a person types for each service, and whom they call.
struct BreakGlassAdvice {
    let facts: PlatformFacts

    var text: String { [restarts, questions, contacts].joined(separator: "\n") }

    private var restarts: String {
        function("how_to_restart", facts.levels.flatMap(\.self).map { ($0.name, restart($0)) })
    }

    /// Which Compose there is, and what it runs, is found out when it is asked.
    private func restart(_ service: Service) -> String {
        guard service.manager == .compose else { return printed(TypedRestart(facts: facts).lines(service)) }
        return "type_compose \(Command.quoted(service.unit ?? service.name.rawValue))"
    }

    private var questions: String {
        function(
            "how_to_ask",
            facts.services.compactMap { service in
                facts.liveness(of: service).map {
                    (service.name, printed([Command(["curl", "--fail", $0.url]).shellText]))
                }
            })
    }

    private func printed(_ lines: [String]) -> String {
        "printf '%s\\n' " + lines.map(Command.quoted).joined(separator: " ")
    }

    /// - Parameter answers: what the shell does for each service.
    private func function(_ name: String, _ answers: [(ServiceName, String)]) -> String {
        let cases = answers.map { "    \(Command.quoted($0.rawValue))) \($1) ;;" }
        let lines = cases + ["    *) printf '' ;;"]
        return "\n\(name)() {\n    case $1 in\n\(lines.joined(separator: "\n"))\n    esac\n}"
    }

    private var contacts: String {
        let people = facts.contacts.map { $0.name + ($0.how.map { ": \($0)" } ?? "") }
        let lines = (people + facts.dashboards).map { "    printf '%s\\n' \(Command.quoted("- " + line($0)))" }
        let head = lines.isEmpty ? ["    :"] : ["    printf '%s\\n\\n' '## Whom to call'"]
        return "\nwhom_to_call() {\n\((head + lines).joined(separator: "\n"))\n}"
    }

    private func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
}
