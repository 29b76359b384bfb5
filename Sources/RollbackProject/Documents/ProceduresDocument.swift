import RollbackCore

/// `docs/ROLLBACK_PROCEDURES.md`: before, during and after.
struct ProceduresDocument {
    private let facts: PlatformFacts
    private let parts: DocumentParts

    init(_ facts: PlatformFacts) {
        self.facts = facts
        parts = DocumentParts(facts)
    }

    var text: String { [head, before, fast, full, manual, hand, after].joined(separator: "\n\n") }

    private var head: String {
        """
        # Rollback procedures of \(facts.title)

        \(DocumentParts.origin)

        \(parts.services)
        """
    }

    private var before: String {
        """
        ## Before

        - [ ] Production is affected, and a fix would take longer than going back: `./rollback/scripts/verify-rollback.sh --check-only`
        - [ ] The target is known: `lastgood plan` shows it, with what changed since; [the registry](../config/known-good-commits.json) lists what is known to work
        - [ ] The team knows: call, and say who rolls back
        - [ ] What was seen is noted: messages, times, who is affected

        What a rollback overwrites is captured by itself. For a capture of everything: `./rollback/scripts/backup-current-state.sh`.
        """
    }

    private var order: String {
        let lines = facts.levels.enumerated().map { place, level in
            "   \(place + 1). \(level.map { "`\($0.name)`" }.joined(separator: ", "))"
                + (level.count > 1 ? ", at the same time" : "")
        }
        return facts.services.isEmpty ? "   those that run, all at the same time" : lines.joined(separator: "\n")
    }

    private var fast: String {
        """
        ## Fast

        ```bash
        ./rollback/scripts/emergency-rollback.sh --fast
        ```

        1. Checks the target, takes the lock, and captures what will be overwritten.
        2. Builds the target beside what is live: files from git, the dependency set when its lock file differs.
        3. Pins the bad release, puts the files in place and clears caches. `HEAD` is on a new branch `rollback/…`.
        4. Restarts the services:
        \(order)
        5. Says “service restored” when they answer, then runs every check and writes the report.

        The database stays as it is. One service alone: \(serviceScripts).
        """
    }

    private var serviceScripts: String {
        let names = ScriptFiles(facts).serviceNames.map { "`rollback-\($0.file).sh`" }
        return names.isEmpty ? "`--service NAME`" : names.joined(separator: ", ")
    }

    private var full: String {
        let systems = facts.migrations.map { "- \($0.system): \($0.files) files in `\($0.folder)`" }
        let none = ["No migrations were found."]
        return """
            ## Full

            ```bash
            ./rollback/scripts/emergency-rollback.sh --full
            ./rollback/scripts/rollback-database.sh         # the same
            ```

            For a release that changed the environment, and when fast was not enough: after a fast one it keeps that one's target.
            Variables go back to what the release was recorded with (`lastgood release record`); those that the bad release did
            not change stay. The schema goes back in one transaction that commits only when it is proved: what the bad release
            brought is parked with its rows, and `lastgood undo` brings it back; `lastgood database plan` shows each statement. A
            schema that nobody recorded and that cannot be learned stays, and the plan says so. How the schema changes here:

            \((systems.isEmpty ? none : systems).joined(separator: "\n"))
            """
    }

    private var manual: String {
        """
        ## Manual

        ```bash
        ./rollback/scripts/emergency-rollback.sh --manual
        ```

        The same plan, one step after another: each is shown with its command, and a key decides: `d` does it, `s` leaves it
        out, `u` takes back what was done last, `n` notes something, `q` stops. The lists of *Before* and *After* are gone
        through around it. A line that drops costs nothing: `lastgood resume` asks on where it stopped. It also opens a run
        that is held for a person. `rollback/logs/incident-DATE-run-N.md` grows with it, and can be committed.

        Without a terminal the checklist is printed, and nothing is done. No step of it touches a database: what that needs is done by hand.
        """
    }

    private var hand: String {
        let typed = TypedRestart(facts: facts)
        let restarts = facts.levels.flatMap(\.self).flatMap { ["# \($0.name)"] + typed.lines($0) }
        return """
            ## With nothing but a shell

            The scripts do this where `lastgood` is missing. Step by step:

            ```bash
            git stash create                                   # keeps changed files; note the commit that it prints
            git restore --source=COMMIT --staged --worktree -- . ':(exclude)rollback'
            \(restarts.joined(separator: "\n"))
            ```

            \(podman)Left out: undo, the dependency set, the environment, the database, and the proof.
            """
    }

    /// Empty where Compose runs nothing.
    private var podman: String {
        let composed = facts.levels.flatMap(\.self).filter { $0.manager == .compose }
        guard !composed.isEmpty else { return "" }
        let lines = composed.flatMap { ["# \($0.name)"] + TypedRestart.podman($0) }
        return """
            `podman compose` and `docker-compose` take the words of `docker compose`. podman-compose makes no container anew
            that exists, so with it the old one is removed instead, and with it what it has written into itself:

            ```bash
            \(lines.joined(separator: "\n"))
            ```


            """
    }

    private var after: String {
        let checks = facts.services.compactMap { service in
            facts.liveness(of: service).map { "- [ ] `\(service.name)`: <\($0.url)>" }
        }
        return """
            ## After

            - [ ] `./rollback/scripts/verify-rollback.sh` ends with 0
            \((checks + ["- [ ] Somebody has logged in and done what people come for", "- [ ] The newest rows are there"]).joined(separator: "\n"))
            - [ ] The incident is noted, with its cause, in `rollback/logs/`: a rollback by hand has begun its document
            - [ ] The fix is deployed, then `lastgood unpin`

            What it leaves:

            \(parts.records)

            ## Whom to call

            \(parts.contacts)
            """
    }
}
