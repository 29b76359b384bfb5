import RollbackCore

/// `docs/AUTONOMOUS_HANDOFF.md`: for software agents that look after the platform.
struct HandoffDocument {
    private let facts: PlatformFacts
    private let parts: DocumentParts

    init(_ facts: PlatformFacts) {
        self.facts = facts
        parts = DocumentParts(facts)
    }

    var text: String { [head, tree, pattern, reading, limits].joined(separator: "\n\n") }

    private var head: String {
        """
        # For software agents

        \(DocumentParts.origin)

        You may look at anything. Roll back only as the tree below says, and say who you are: `--actor agent:NAME`.
        """
    }

    private var tree: String {
        let critical = facts.services.filter(\.critical).map(\.name.rawValue)
        let names = critical.isEmpty ? "what the platform serves" : critical.joined(separator: ", ")
        return """
            ## Deciding

            ```
            Does verify-rollback.sh --check-only end with 0?
            ├─ yes → do nothing; look again later
            ├─ 4   → nothing is configured to be checked: ask a person
            └─ 3   → does a critical service fail (\(names))?
                ├─ no  → not a case for a rollback: report it
                └─ yes → did a release go out before it began (lastgood plan lists what changed since)?
                    ├─ no  → going back would not help: ask a person
                    └─ yes → is a fix certain within 15 minutes?
                        ├─ yes → deploy the fix, and decide again
                        └─ no  → roll back, fast
            ```
            """
    }

    private var pattern: String {
        """
        ## Acting

        ```bash
        # 1. Look: 0 well, 3 a critical check fails, 4 nothing to check
        ./rollback/scripts/verify-rollback.sh --check-only --json

        # 2. Capture the state; a rollback captures what it overwrites in any case, so a failure here is no reason to stop
        ./rollback/scripts/backup-current-state.sh

        # 3. See the plan, and keep its digest
        lastgood plan --json

        # 4. Roll back; --plan DIGEST executes exactly what was shown
        ./rollback/scripts/emergency-rollback.sh --fast --auto-confirm --actor agent:NAME --reason "what was seen"

        # 5. Prove it
        ./rollback/scripts/verify-rollback.sh

        # 6. Leave a note
        echo "Rolled back at $(date): REASON" >> rollback/logs/rollback-history.log
        ```
        """
    }

    private var reading: String {
        let rows = [
            ["0", "the target is served and every critical check passes", "report, and watch"],
            ["1", "nothing changed", "read `failure`, do what `next` says once, then ask a person"],
            ["3", "rolled back, a critical check fails", "ask a person; do not go further back by yourself"],
            ["10", "no target is known good", "ask a person to choose among the `candidate` lines"],
            ["11", "somebody else is at it", "wait: `lastgood status --follow`"],
            ["12", "held for a person", "ask a person; the report has the commands"],
            ["13", "cut short", "`lastgood resume`"],
            ["14", "the plan is stale", "make a new plan, and decide again"],
            ["64", "a mistake in the command or the configuration", "mend it"],
        ]
        return """
            ## Reading the answer

            With `--json` every line is an object; the last is `{"type":"exit","code":…,"outcome":…,"next":[…]}`.

            \(DocumentParts.table(["code", "meaning", "then"], rows))
            """
    }

    private var limits: String {
        """
        ## Where you stop

        - Never twice: when the platform is still not well after a rollback, a person decides.
        - `--full` and `rollback-database.sh` change the environment and the database's schema: only when a person has said so for
          this incident.
        - `lastgood unpin` is a person's, and so is `lastgood undo` after people have used the platform again.

        ## Whom to ask

        \(parts.contacts)
        """
    }
}
