import RollbackCore

/// `docs/TROUBLESHOOTING.md`: what is seen, and what to type.
struct TroubleshootingDocument {
    private let facts: PlatformFacts
    private let parts: DocumentParts

    init(_ facts: PlatformFacts) {
        self.facts = facts
        parts = DocumentParts(facts)
    }

    var text: String {
        """
        # When it does not work

        \(DocumentParts.origin)

        Every failure of `lastgood` ends with what to type next. `lastgood status` says where things stand.

        ## By exit code

        \(DocumentParts.table(["code", "what it means", "what to do"], Self.codes))

        ## By what is seen

        \(DocumentParts.table(["what is seen", "what to do"], Self.symptoms))

        ## Services

        \(services)

        ## Back to where it was

        `lastgood undo` brings back the state before the last rollback, to the byte. \
        The reports in `rollback/logs/` name every command that was run.

        ## Whom to call

        \(parts.contacts)
        """
    }

    private static let codes = [
        [
            "1", "nothing was changed, or all of it was taken back",
            "read the message; `lastgood rollback --choose` for another target",
        ],
        [
            "3", "rolled back, and a critical check fails",
            "`lastgood verify`, `lastgood logs`; then an older target or `--full`",
        ],
        ["10", "no target was chosen", "`lastgood rollback --choose`, or `--commit`"],
        ["11", "somebody else is rolling back", "`lastgood status --follow`"],
        [
            "12", "held for a person",
            "the commands are printed and in the report; then `lastgood resume` or `lastgood undo`",
        ],
        ["13", "cut short", "`lastgood resume`, or `lastgood undo`"],
        ["14", "the plan is stale", "`lastgood plan`, and the line that it ends with"],
        ["64", "a mistake in options or configuration", "mend what the message names"],
    ]

    private static let symptoms = [
        ["no known good release is recorded", "`lastgood rollback --choose` lists tags, commits and the reflog"],
        ["a port is taken", "the message names the process; end it and `lastgood resume`"],
        [
            "a service ends right after its start",
            "`lastgood logs NAME`; often a variable that the older release needs is gone from `.env`",
        ],
        ["the older release does not fit the schema", "`./rollback/scripts/emergency-rollback.sh --full`"],
        [
            "the bad release comes back by itself",
            "the host deploys it again: stop that on its dashboard, or set `code.head` to `commit`",
        ],
        ["the clone is shallow", "`git fetch --unshallow`"],
        ["the disk is full", "`lastgood rollback --accept-not-resumable` keeps the run in memory"],
        ["`lastgood` is missing", "the scripts work without it; what they leave out they say"],
    ]

    private var services: String {
        guard !facts.services.isEmpty else { return "None is configured." }
        let rows = facts.services.map { service in
            [
                "`\(service.name)`", "`lastgood logs \(Command.quoted(service.name.rawValue))`",
                facts.liveness(of: service).map { "`curl -i \($0.url)`" } ?? "`lastgood verify`",
            ]
        }
        return DocumentParts.table(["service", "what it says", "what it answers"], rows)
    }
}
