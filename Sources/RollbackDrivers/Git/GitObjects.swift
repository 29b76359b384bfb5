import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// How many objects of a commit's own tree are not here. Nothing is fetched for the answer, and history does not
    /// count: a rollback writes the files of one commit.
    /// - Throws: `Failure.gitRefused` with git's own words for objects that are there and damaged, `Failure.timeLimit`.
    package func missingObjects(of commit: CommitID, limit: Duration) async throws -> Int {
        let result = try await run(
            ["rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=print", commit.rawValue],
            limit: limit)
        guard result.succeeded else {
            throw Failure.gitRefused(what: "look through \(commit.short)", why: result.errorText)
        }
        return result.output.split(separator: UInt8(ascii: "\n")).filter { $0.first == UInt8(ascii: "?") }.count
    }

    /// Whether any of the platform's sources is in Python, so that their syntax can be checked.
    package func hasPython(in scope: CodeScope) async throws -> Bool {
        let folder = scope.isWhole ? root : "\(root)/\(scope.prefix)"
        return try await !require(["-C", folder, "ls-files", "--", "*.py"], to: "list the sources").output.isEmpty
    }

    /// Folders that a rollback writes into: the checkout, and what git keeps of it.
    package var written: [String] { [root, gitFolder, "\(commonFolder)/objects", "\(commonFolder)/refs/heads"] }
}
