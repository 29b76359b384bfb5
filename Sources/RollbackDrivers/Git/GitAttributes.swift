import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

extension GitRepository {
    /// The filter attribute of those paths that have one.
    /// - Parameter index: read attributes from this index instead of the checkout.
    func filters(of paths: [String], index: String?) async throws -> [(path: String, filter: String)] {
        guard !paths.isEmpty, mayFilter else { return [] }
        let input = Data(paths.joined(separator: "\0").utf8) + [0]
        let result = try await require(
            ["check-attr", "-z", "--stdin"] + (index == nil ? [] : ["--cached"]) + ["filter"], to: "read attributes",
            input: input, environment: index.map { ["GIT_INDEX_FILE": $0] } ?? [:])
        let fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: fields.count - 2, by: 3).compactMap { place in
            let value = fields[place + 2]
            return ["unspecified", "unset", "set"].contains(value) ? nil : (fields[place], value)
        }
    }

    /// Without a configured filter git filters nothing, whatever the attributes say; Git LFS's content may be here all
    /// the same.
    package var mayFilter: Bool { !settings.filters.isEmpty || access("\(commonFolder)/lfs", F_OK) == 0 }

    /// The same by a commit's attributes files, from an index of it outside the repository.
    func filters(of paths: [String], at commit: CommitID) async throws -> [(path: String, filter: String)] {
        guard mayFilter else { return [] }
        let folder = "\(FileManager.default.temporaryDirectory.path)/lastgood-\(UUID().uuidString)"
        try FileCall.makeDirectory(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try give(folder)
        let index = "\(folder)/index"
        _ = try await require(
            ["read-tree", commit.rawValue], to: "read the tree of \(commit.short)",
            environment: ["GIT_INDEX_FILE": index])
        return try await filters(of: paths, index: index)
    }
}
