import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// Bytes that the files of a plan take beside the live ones, before they are put in place.
    package func room(for plan: Plan) async throws -> Int {
        let writes = try CodeSteps.settings(of: plan).writes
        guard !writes.isEmpty else { return 0 }
        let sizes = try await require(
            ["cat-file", "--batch-check=%(objectsize)"], to: "measure the target's files",
            input: Data(writes.map { $0.object + "\n" }.joined().utf8))
        return sizes.text.split(separator: "\n").compactMap { Int($0) }.reduce(0, +)
    }
}
