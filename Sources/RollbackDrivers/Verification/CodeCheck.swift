import RollbackCore

/// Whether the checkout is what it should be, by git.
struct CodeCheck: Sendable {
    let git: GitRepository?
    let scope: CodeScope
    let target: CommitID?

    func measure() async throws -> (Verdict, String) {
        guard let git else { return (.inconclusive, "the platform is not in a git repository") }
        let head = try await git.head()
        let expected = target ?? head
        let changes = try await CodeDifferences(git: git, scope: scope).found(to: expected).code
        guard let first = changes.first else { return (.healthy, "the tree is \(expected.short)'s") }
        let count = changes.count == 1 ? "1 file differs" : "\(changes.count) files differ"
        return (.bad, "\(count) from \(expected.short): \(first.path)\(changes.count > 1 ? ", …" : "")")
    }
}
