/// `rollback/README.md` and `rollback/docs/`: written from the configuration, with links only to each other.
struct DocumentFiles {
    let facts: PlatformFacts

    init(_ facts: PlatformFacts) { self.facts = facts }

    var files: [TreeFile] {
        [
            document("rollback/README.md", ReadmeDocument(facts).text),
            document("rollback/docs/ROLLBACK_PROCEDURES.md", ProceduresDocument(facts).text),
            document("rollback/docs/SERVICE_DEPENDENCIES.md", DependenciesDocument(facts).text),
            document("rollback/docs/TROUBLESHOOTING.md", TroubleshootingDocument(facts).text),
            document("rollback/docs/AUTONOMOUS_HANDOFF.md", HandoffDocument(facts).text),
            TreeFile("rollback/docs/service-dependencies.svg", DependencyGraph(facts).svg),
        ]
    }

    private func document(_ path: String, _ text: String) -> TreeFile {
        TreeFile(path, text + "\n\n" + OwnWords.invitation, kind: .document)
    }
}
