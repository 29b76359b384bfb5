import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// How many objects of a commit's own tree are not here. Nothing is fetched for the answer, and history does not
    /// count: a rollback writes the files of one commit.
    /// - Throws: `Failure.gitRefused` with git's own words for objects that are there and damaged, `Failure.timeLimit`.
    package func missingObjects(of commit: CommitID, limit: Duration) async throws -> Int {
        let result = try await listing(of: commit, limit)
        guard result.succeeded else {
            throw Failure.gitRefused(what: "look through \(commit.short)", why: result.errorText)
        }
        return Self.missing(in: result).count
    }

    /// The objects of a commit's own tree that are not here, as `missingObjects(of:limit:)` counts them.
    package func missingObjects(of commit: CommitID) async throws -> [String] {
        let result = try await listing(of: commit, .seconds(120))
        // Where even the tree is missing git says so and ends.
        return result.succeeded ? Self.missing(in: result) : ["the tree of \(commit.short)"]
    }

    private func listing(of commit: CommitID, _ limit: Duration) async throws -> CommandResult {
        try await run(
            ["rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=print", commit.rawValue],
            limit: limit)
    }

    private static func missing(in listing: CommandResult) -> [String] {
        listing.text.split(separator: "\n").filter { $0.first == "?" }.map { String($0.dropFirst()) }
    }

    /// Whether any of the platform's sources is in Python, so that their syntax can be checked.
    package func hasPython(in scope: CodeScope) async throws -> Bool {
        let folder = scope.prefix.isEmpty ? root : "\(root)/\(scope.prefix)"
        return try await !require(["-C", folder, "ls-files", "--", "*.py"], to: "list the sources").output.isEmpty
    }

    /// Folders that a rollback writes into: the checkout, and what git keeps of it.
    package var written: [String] { [root, gitFolder, "\(commonFolder)/objects", "\(commonFolder)/refs/heads"] }

    /// The line that may bring a commit which is not here.
    /// - Parameter hash: as somebody wrote it; only a whole one can be asked for by itself.
    package func fetchLine(for hash: String) async throws -> String {
        if isShallow { return "git fetch --unshallow --tags" }
        guard let remote = try await remote() else { return "git fetch ANOTHER_CLONE '+refs/heads/*:refs/fetched/*'" }
        let isWhole = hash.utf8.count == 40 || hash.utf8.count == 64
        return isWhole ? "git fetch \(Command.quoted(remote)) \(hash)" : "git fetch --all --tags"
    }

    /// The line that brings objects anew which should be here: git believes to have what a commit that is here needs.
    package func refetchLine() async throws -> String {
        guard let remote = try await remote() else { return "git fetch --refetch ANOTHER_CLONE" }
        return "git fetch --refetch \(Command.quoted(remote))"
    }

    private func remote() async throws -> String? {
        let names = try await require(["remote"], to: "list the remotes").text.split(separator: "\n").map(String.init)
        return names.first { $0 == "origin" } ?? names.first
    }
}
