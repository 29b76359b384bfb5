import RollbackCore

/// What `release record` says, and the difference between two releases.
package enum ReleaseRecordText {
    /// - Parameter notes: what is not as good as it could be.
    package static func recorded(_ view: ReleaseView, isNew: Bool, notes: [String]) -> String {
        let commit = view.commit.map { " “\($0.subject)”" } ?? ""
        let what = "\(view.release.parts.commit.short)\(commit)"
        let head =
            isNew ? "\(view.number) is recorded: \(what)" : "Nothing has changed: this is \(view.number), \(what)"
        return SafeText.oneLine(head) + "\n" + notes.map { "  note: \(SafeText.oneLine($0))\n" }.joined()
    }

    /// How many lines of commits and of files are shown; JSON has all of them.
    private static let most = 20

    package static func difference(_ comparison: ReleaseComparison) -> String {
        let parts = comparison.parts
        let facts = LabelledLines.text([
            ("From", ["\(comparison.old.number), \(comparison.old.parts.commit.short)"]),
            ("To", ["\(comparison.new.number), \(comparison.new.parts.commit.short)"]),
            ("Code", code(comparison)), ("Dependencies", changes(parts.dependencies, short: true)),
            ("Environment", environment(parts)), ("Schema", changes(parts.schema)),
            ("Artifacts", changes(parts.artifacts)),
        ])
        return facts.joined(separator: "\n") + "\n"
    }

    private static func code(_ comparison: ReleaseComparison) -> [String] {
        let commits =
            comparison.gained.map { "+ \(CommitText.suspect($0))" }
            + comparison.lost.map { "- \(CommitText.suspect($0))" }
        let files = comparison.files.map { "\($0.status) \($0.path)" }
        guard !(commits.isEmpty && files.isEmpty) else { return ["the same"] }
        return cut(commits) + cut(files)
    }

    private static func cut(_ lines: [String]) -> [String] {
        lines.count > most ? Array(lines.prefix(most)) + ["… and \(lines.count - most) more"] : lines
    }

    private static func environment(_ parts: ReleaseDifference) -> [String] {
        guard parts.environmentIsComparable else {
            return ["cannot be compared: the two were sealed with different keys"]
        }
        return changes(parts.environment)
    }

    private static func changes(_ changes: [ReleaseDifference.Change], short: Bool = false) -> [String] {
        guard !changes.isEmpty else { return ["the same"] }
        return cut(
            changes.map { change in
                let old = change.old.map { short ? String($0.prefix(12)) : $0 }
                let new = change.new.map { short ? String($0.prefix(12)) : $0 }
                switch (old, new) {
                case (let old?, let new?): return "~ \(change.name): \(old) → \(new)"
                case (nil, let new?): return "+ \(change.name): \(new)"
                case (let old?, nil): return "- \(change.name): \(old)"
                case (nil, nil): return change.name
                }
            })
    }
}
