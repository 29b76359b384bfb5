import FoundationEssentials
package import RollbackCore

/// Where a rollback could go when nothing was recorded: known good releases, tags, earlier commits, the reflog.
package struct GitCandidates: Sendable {
    private let git: GitRepository
    private let current: CommitID
    /// Releases that must not be offered as good: the pin's, and those that were bad before.
    private let bad: Set<CommitID>
    private let mark: @Sendable (CommitID) -> ReleaseMark?

    /// - Parameter mark: what somebody has said against a release.
    package init(
        _ git: GitRepository, current: CommitID, bad: Set<CommitID>,
        mark: @escaping @Sendable (CommitID) -> ReleaseMark? = { _ in nil }
    ) {
        self.git = git
        self.current = current
        self.bad = bad
        self.mark = mark
    }

    /// - Parameter knownGood: hashes, or beginnings of them, with descriptions, best first. Those that no longer
    ///   exist here are left out.
    /// - Returns: at most nine, so that one key picks; each commit once, by its best source.
    package func list(knownGood: [(hash: String, description: String)]) async throws -> [Candidate] {
        async let registered = registered(knownGood)
        async let tagged = tagged()
        async let earlier = git.earlier(than: current, most: 9)
        async let visited = visited()
        var found: [(Commit, Candidate.Source, String)] = try await registered
        found += try await tagged.prefix(3)
        // Before the history: what ran here last is what most people want back, and a branch has many more commits.
        var met = Set(found.map(\.0.id) + [current])
        found += try await visited.filter { met.insert($0.0.id).inserted }.prefix(3)
        found += try await earlier.map { ($0, .commit, "") }
        var seen: Set<CommitID> = [current]
        let chosen = found.filter { seen.insert($0.0.id).inserted }.prefix(9)
        return try await withCounts(Array(chosen))
    }

    /// The first of the known good releases that is here and not bad; what is checked out may be it.
    package func best(knownGood: [(hash: String, description: String)]) async throws -> Candidate? {
        for entry in knownGood {
            guard let id = try? await git.resolve(entry.hash), !bad.contains(id), mark(id) == nil else { continue }
            return try await withCounts([(git.commit(id), .knownGood, entry.description)]).first
        }
        return nil
    }

    private func registered(_ entries: [(hash: String, description: String)]) async throws -> [(
        Commit, Candidate.Source, String
    )] {
        var found: [(Commit, Candidate.Source, String)] = []
        for entry in entries {
            guard let id = try? await git.resolve(entry.hash) else { continue }
            found.append((try await git.commit(id), .knownGood, entry.description))
        }
        return found
    }

    private func tagged() async throws -> [(Commit, Candidate.Source, String)] {
        let format = "%(refname:short)%00%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)"
        let tags = try await git.require(
            ["for-each-ref", "--sort=-creatordate", "--count=4", "--format=\(format)", "refs/tags"],
            to: "list the tags")
        var found: [(Commit, Candidate.Source, String)] = []
        for line in tags.text.split(separator: "\n") {
            let fields = line.split(separator: "\0").map(String.init)
            guard fields.count == 2, let commit = try? await git.commit(CommitID(fields[1])) else { continue }
            found.append((commit, .tag, fields[0]))
        }
        return found
    }

    /// What was checked out here before, by the reflog: a deployment by checkout leaves its releases there.
    private func visited() async throws -> [(Commit, Candidate.Source, String)] {
        let log = try await git.run(
            ["log", "--walk-reflogs", "--max-count=20", "--format=%H%x00%at%x00%an%x00%s", "HEAD", "--"])
        return log.text.split(separator: "\n").compactMap { GitRepository.commit(line: $0) }
            .map { ($0, .reflog, "was checked out here") }
    }

    private func withCounts(_ found: [(Commit, Candidate.Source, String)]) async throws -> [Candidate] {
        try await withThrowingTaskGroup(of: (Int, Candidate).self) { group in
            for (place, (commit, source, label)) in found.enumerated() {
                group.addTask {
                    let count = try await git.changedFiles(from: current, to: commit.id)
                    let mark = mark(commit.id)
                    return (
                        place,
                        Candidate(
                            commit: commit, source: source, label: label, changedFiles: count,
                            bad: bad.contains(commit.id) || mark != nil, mark: mark)
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension GitRepository {
    func changedFiles(from: CommitID, to: CommitID) async throws -> Int {
        try await changedPaths(from: from, to: to).count
    }

    func changedPaths(from: CommitID, to: CommitID) async throws -> [String] {
        let result = try await require(
            ["diff-tree", "-r", "--name-only", "-z", from.rawValue, to.rawValue], to: "compare two commits")
        return result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension GitRepository {
    /// How many tracked files differ from a commit as they are now.
    package func changedFilesHere(since commit: CommitID, in scope: CodeScope) async throws -> Int {
        try await CodeDifferences(git: self, scope: scope).found(to: commit).code.count
    }
}
