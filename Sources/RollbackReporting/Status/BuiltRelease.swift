package import RollbackCore

/// What `release build` has done.
package struct BuiltRelease: Hashable, Sendable {
    package var commit: Commit
    /// One sentence for each part that was built; empty when all was there already.
    package var built: [String]
    /// Release directories that nothing needed any more.
    package var removed: [String]
    package var warnings: [String]

    package init(commit: Commit, built: [String], removed: [String], warnings: [String]) {
        self.commit = commit
        self.built = built
        self.removed = removed
        self.warnings = warnings
    }

    package var text: String {
        let name = "\(commit.id.short) “\(commit.subject)”"
        let first = built.isEmpty ? "\(name) lies ready: everything of it was here." : "\(name) lies ready."
        let lines =
            removed.map { "Removed releases/\($0), which nothing needed any more." } + warnings.map { "! \($0)" }
        return ([first] + lines).map { SafeText.oneLine($0) }.joined(separator: "\n") + "\n"
    }
}

extension JSONLines {
    package static func built(_ release: BuiltRelease) -> JSONLine {
        JSONLine(
            "release-built",
            [
                "commit": .string(release.commit.id.rawValue), "built": .texts(release.built),
                "removed": .texts(release.removed), "warnings": .texts(release.warnings),
            ])
    }
}

extension JSONEventReference {
    static var built: Entry {
        Entry(
            "release-built", "What `release build` has made ready.", event: false,
            [
                Field("commit", "text", "the release's commit"),
                Field("built", "list", "a sentence for each part; empty when all of it was here"),
                Field("removed", "list", "release directories that nothing needed any more"),
                Field("warnings", "list", "what should be known before it is activated"),
            ],
            examples: [
                JSONLines.built(
                    BuiltRelease(
                        commit: JSONExamples.target,
                        built: ["write 812 files of 0bf9c64 to releases/0bf9c64aa012-8d2ee9c1 and verify them"],
                        removed: ["6824320d1032-8d2ee9c1"], warnings: []))
            ])
    }
}
