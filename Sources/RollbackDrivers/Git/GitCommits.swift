import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// The commit that is checked out.
    package func head() async throws -> CommitID {
        if let commit = GitHead(self)?.commit { return commit }
        let result = try await run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        guard result.succeeded else {
            throw Failure.gitRefused(what: "find what is checked out", why: "HEAD names no commit yet")
        }
        return CommitID(result.text.trimmed)
    }

    /// The branch that is checked out; nil when `HEAD` is detached.
    package func branch() async throws -> String? {
        if let head = GitHead(self) { return head.branch }
        let result = try await run(["symbolic-ref", "--quiet", "--short", "HEAD"])
        return result.succeeded ? result.text.trimmed : nil
    }

    /// The commit that a person means: a hash, the beginning of one, a tag, a branch, `HEAD~2`.
    /// - Throws: `Failure.ambiguousCommit` with the commits it could be, `Failure.unknownCommit`.
    package func resolve(_ text: String) async throws -> CommitID {
        if let named, named.text == text { return named.commit }
        let named = try await run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(text)^{commit}"])
        let found = named.text.trimmed
        // Git answers `^HEAD` too, with a `^`: that names no commit but everything besides it.
        if named.succeeded, found.allSatisfy(\.isHexDigit) { return CommitID(found) }
        let commits = try await commits(beginningWith: text)
        if commits.count > 1 { throw Failure.ambiguousCommit(text, candidates: commits) }
        throw Failure.unknownCommit(text)
    }

    private func commits(beginningWith prefix: String) async throws -> [String] {
        guard (4...64).contains(prefix.count), prefix.allSatisfy(\.isHexDigit) else { return [] }
        let objects = try await require(["rev-parse", "--disambiguate=\(prefix)"], to: "find \(prefix)")
        let kinds = try await require(
            ["cat-file", "--batch-check=%(objectname) %(objecttype)"], to: "look at \(prefix)", input: objects.output)
        return kinds.text.split(separator: "\n").filter { $0.hasSuffix(" commit") }
            .map { String($0.prefix { $0 != " " }) }
    }

    static let format = "%H%x00%at%x00%an%x00%s"

    package func commit(_ id: CommitID) async throws -> Commit {
        let found = try await log(["--max-count=1", id.rawValue])
        guard let commit = found.first else { throw Failure.unknownCommit(id.rawValue) }
        return commit
    }

    /// What a rollback takes away: commits that are checked out and not in the target, newest first.
    package func suspects(from target: CommitID, to current: CommitID, most: Int = 50) async throws -> [Commit] {
        try await log(["--max-count=\(most)", current.rawValue, "^\(target.rawValue)"])
    }

    /// Earlier commits of the branch that is checked out, newest first, without the newest itself.
    package func earlier(than current: CommitID, most: Int) async throws -> [Commit] {
        try await log(["--first-parent", "--max-count=\(most)", "--skip=1", current.rawValue])
    }

    private func log(_ arguments: [String]) async throws -> [Commit] {
        let result = try await require(
            ["log", "--no-show-signature", "--format=\(Self.format)"] + arguments + ["--"], to: "read the history")
        return result.text.split(separator: "\n").compactMap { Self.commit(line: $0) }
    }

    static func commit(line: Substring) -> Commit? {
        let fields = line.split(separator: "\0", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, let seconds = Double(fields[1]) else { return nil }
        return Commit(
            id: CommitID(String(fields[0])), subject: String(fields[3]), author: String(fields[2]),
            date: Date(timeIntervalSince1970: seconds))
    }

    package func isAncestor(_ commit: CommitID, of other: CommitID) async throws -> Bool {
        try await run(["merge-base", "--is-ancestor", commit.rawValue, other.rawValue]).succeeded
    }

    /// Fetches what a shallow clone left out, so that an older commit can be found.
    /// - Returns: false when there is nothing to fetch from, or it did not answer in time.
    package func deepen() async throws -> Bool {
        guard isShallow else { return false }
        return try await run(["fetch", "--quiet", "--unshallow", "--tags"], limit: .seconds(120)).succeeded
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        return String(text)
    }
}
