import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// Bytes that the files of a plan take beside the live ones, before they are put in place.
    package func room(for plan: Plan) async throws -> Int {
        if let build = try DirectorySteps.build(of: plan) { return try await size(of: build.commit) }
        guard plan.steps.contains(where: { $0.kind == CodeSteps.capture }) else { return 0 }
        let writes = try CodeSteps.settings(of: plan).writes
        guard !writes.isEmpty else { return 0 }
        let sizes = try await require(
            ["cat-file", "--batch-check=%(objectsize)"], to: "measure the target's files",
            input: Data(writes.map { $0.object + "\n" }.joined().utf8))
        return sizes.text.split(separator: "\n").compactMap { Int($0) }.reduce(0, +)
    }

    /// `<mode> SP <type> SP <object> SP <size> TAB <path> NUL`, many times (git-ls-tree(1), "--long").
    private func size(of commit: CommitID) async throws -> Int {
        let listed = try await require(
            ["ls-tree", "-r", "-l", "-z", commit.rawValue], to: "measure the target's files")
        return listed.output.split(separator: 0).compactMap { line in
            let facts = line.prefix { $0 != UInt8(ascii: "\t") }
            return Int(String(decoding: facts, as: UTF8.self).split(separator: " ").last ?? "")
        }.reduce(0, +)
    }
}
