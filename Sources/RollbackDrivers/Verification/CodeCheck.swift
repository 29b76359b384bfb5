package import RollbackCore

/// What the checkout should be.
package struct CodeExpectation: Hashable, Sendable {
    /// The commit that should be served; nil: whatever is checked out.
    package var target: CommitID?
    /// The release that was rolled back from.
    package var bad: CommitID?
    /// The paths that a run writes: the rest is as it was before. Nil: every file counts.
    package var written: [String]?

    package init(target: CommitID? = nil, bad: CommitID? = nil, written: [String]? = nil) {
        self.target = target
        self.bad = bad
        self.written = written
    }
}

/// Whether the checkout is what it should be, by git.
struct CodeCheck: Sendable {
    let git: GitRepository?
    let scope: CodeScope
    let expected: CodeExpectation

    func measure() async throws -> (Verdict, String) {
        guard let git else { return (.inconclusive, "the platform is not in a git repository") }
        let head = try await git.head()
        if head == expected.bad { return (.bad, "\(head.short), which was rolled back from, is checked out again") }
        let target = expected.target ?? head
        let changes = try await CodeDifferences(git: git, scope: scope).found(to: target).code
        guard let first = changes.first else { return (.healthy, "the tree is \(target.short)'s") }
        let count = changes.count == 1 ? "1 file differs" : "\(changes.count) files differ"
        return (.bad, "\(count) from \(target.short): \(first.path)\(changes.count > 1 ? ", …" : "")")
    }
}
