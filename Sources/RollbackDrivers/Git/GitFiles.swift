package import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// The files of a commit that are wanted, by their paths from the top of the checkout.
    package func files(of commit: CommitID, in scope: CodeScope, _ wants: (String) -> Bool) async throws -> [String:
        Data]
    {
        let place = scope.isWhole ? [] : ["--", scope.prefix]
        let result = try await require(
            ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit.rawValue] + place,
            to: "list the files of \(commit.short)")
        let paths = result.output.split(separator: 0).compactMap { String(validating: $0, as: UTF8.self) }.filter(wants)
        let contents = try await contents(of: paths.map { "\(commit.rawValue):\($0)" })
        return Dictionary(paths.compactMap { path in contents["\(commit.rawValue):\(path)"].map { (path, $0) } }) { $1 }
    }
}
