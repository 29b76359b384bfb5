package import RollbackCore

/// What the checkout should be.
package struct CodeExpectation: Hashable, Sendable {
    /// The commit that should be served; nil: whatever is checked out.
    package var target: CommitID?
    /// The release that was rolled back from.
    package var bad: CommitID?
    /// The paths that a run writes. Nil: every file counts.
    package var written: [String]?
    /// The paths that it takes away.
    package var removed: [String]
    /// The same paths as the commit has them; empty: not known.
    var placed: [CodeChange] = []
    /// When its plan looked at every file, by the monotonic clock.
    package var looked: Duration?

    package init(
        target: CommitID? = nil, bad: CommitID? = nil, written: [String]? = nil, removed: [String] = [],
        looked: Duration? = nil
    ) {
        self.target = target
        self.bad = bad
        self.written = written
        self.removed = removed
        self.looked = looked
    }

    /// More are not looked at one by one: the whole tree is quicker.
    private static let many = 500
    /// A look at every file is good for so long; it takes little beside a run that takes longer.
    private static let fresh = Duration.seconds(5)

    /// The only paths that need a look, because all others were seen a moment ago; nil: all.
    func paths(at now: Duration) -> [String]? {
        guard let looked, now - looked < Self.fresh, let written else { return nil }
        let paths = written + removed
        return paths.isEmpty || paths.count > Self.many ? nil : paths
    }
}

/// Whether the checkout is what it should be, by git.
struct CodeCheck: Sendable {
    let git: GitRepository?
    let scope: CodeScope
    let expected: CodeExpectation
    /// By the monotonic clock.
    var now = Duration.zero

    func measure() async throws -> (Verdict, String) {
        guard let git else { return (.inconclusive, "the platform is not in a git repository") }
        let head = try await git.head()
        if head == expected.bad { return (.bad, "\(head.short), which was rolled back from, is checked out again") }
        let target = expected.target ?? head
        if try await isPlainly(target, git) { return (.healthy, well(target)) }
        let changes = try await CodeDifferences(git: git, scope: scope, paths: expected.paths(at: now)).found(
            to: target
        ).code
        guard let first = changes.first else { return (.healthy, well(target)) }
        let count = changes.count == 1 ? "1 file differs" : "\(changes.count) files differ"
        return (.bad, "\(count) from \(target.short): \(first.path)\(changes.count > 1 ? ", …" : "")")
    }

    /// What went back is the commit's byte for byte, and so is the index: then nothing is left that git's own look at
    /// the files, which takes longer, could find.
    private func isPlainly(_ target: CommitID, _ git: GitRepository) async throws -> Bool {
        guard target == expected.target, expected.paths(at: now) != nil, !expected.placed.isEmpty else { return false }
        async let staged = git.indexChanges(to: target, in: scope)
        guard try expected.placed.allSatisfy(git.holds) else { return false }
        return try await staged.isEmpty
    }

    private func well(_ target: CommitID) -> String {
        guard let count = expected.paths(at: now)?.count else { return "the tree is \(target.short)'s" }
        return "\(count == 1 ? "the 1 file" : "the \(count) files") that went back: as in \(target.short)"
    }
}
