import RollbackCore

/// What a branch has changed since it left another one, with what is not committed yet. Paths from the top.
package struct BranchChanges: Hashable, Sendable {
    package var added: Set<String> = []
    /// What was there when it left, and is not as it was; gone, too.
    package var changed: Set<String> = []
}

extension GitRepository {
    /// - Parameter commit: of the other branch, in whatever form git knows; where they parted is what is compared with.
    /// - Throws: `Failure.gitRefused` with git's own words: there is no such commit, or no common one.
    package func branchChanges(since commit: String) async throws -> BranchChanges {
        let doing = "compare the checkout with \(commit)"
        let base = try await require(["merge-base", "--end-of-options", commit, "HEAD"], to: doing).text
        let listed = try await require(
            ["diff", "--name-status", "--no-renames", "-z", String(base.prefix { !$0.isNewline }), "--"], to: doing)
        let words = listed.text.split(separator: "\0").map(String.init)
        var changes = BranchChanges()
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            let (kind, path) = (words[index], words[index + 1])
            if kind == "A" { changes.added.insert(path) } else { changes.changed.insert(path) }
        }
        let others = try await require(["ls-files", "--others", "--exclude-standard", "--full-name", "-z"], to: doing)
        changes.added.formUnion(others.text.split(separator: "\0").map(String.init))
        return changes
    }
}
