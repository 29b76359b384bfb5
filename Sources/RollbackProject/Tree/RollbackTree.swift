/// The whole `rollback/` tree of a platform, as a value.
package struct RollbackTree: Sendable {
    package var files: [TreeFile]

    /// The files of `rollback/config/` alone: what everything else is made from.
    /// - Parameter configuration: their texts, by path.
    package init(configuration: [String: String]) {
        files = configuration.sorted { $0.key < $1.key }.map { TreeFile($0.key, $0.value, kind: .configuration) }
    }

    package init(_ facts: PlatformFacts, configuration: [String: String]) {
        self.init(configuration: configuration)
        files += ScriptFiles(facts).files + DocumentFiles(facts).files + Self.folders
        if facts.hasRecordWorkflow { files.append(RecordWorkflow.file) }
    }

    /// Logs and backups are this machine's and may hold what nobody else should read: git keeps the folders only.
    private static let folders = [
        TreeFile("rollback/logs/.gitkeep", ""), TreeFile("rollback/backups/.gitkeep", ""),
        TreeFile(
            "rollback/.gitignore",
            """
            # What rollbacks leave behind stays on this machine, but for the documents of incidents.
            /logs/*
            !/logs/incident-*.md
            /backups/*
            !.gitkeep

            """),
    ]
}
