package import RollbackCore

extension GitRepository {
    /// The objects of a commit's tree that are not here. Nothing is fetched for the answer.
    package func missingObjects(of commit: CommitID) async throws -> [String] {
        let listed = try await run([
            "rev-list", "--objects", "--no-object-names", "--missing=print", "\(commit.rawValue)^{tree}",
        ])
        // Where even the tree is missing git says so and ends.
        guard listed.succeeded else { return ["the tree of \(commit.short)"] }
        return listed.text.split(separator: "\n").filter { $0.hasPrefix("?") }.map { String($0.dropFirst()) }
    }

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
