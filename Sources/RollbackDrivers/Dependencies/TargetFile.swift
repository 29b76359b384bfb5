package import FoundationEssentials
package import RollbackCore

extension GitRepository {
    /// A file of a commit, as git stores it.
    /// - Returns: nil when the commit has no such file, or something else stands there.
    /// - Throws: `Failure.gitRefused` with git's own words.
    package func content(of path: String, at commit: CommitID) async throws -> Data? {
        // "<object> SP <type> SP <size> LF <contents> LF", or "<asked> SP missing LF" (git-cat-file(1), BATCH OUTPUT).
        let result = try await require(
            ["cat-file", "--batch"], to: "read \(path) of \(commit.short)", input: Data("\(commit):\(path)\n".utf8))
        guard let end = result.output.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let words = String(decoding: result.output[..<end], as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[1] == "blob", let size = Int(words[2]) else { return nil }
        return Data(result.output[(end + 1)...].prefix(size))
    }
}
