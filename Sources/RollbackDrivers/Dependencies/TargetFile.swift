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

    /// Several files in one process, asked for as `COMMIT:PATH`. What is not there is left out.
    func contents(of files: [String]) async throws -> [String: Data] {
        // A line break would end the question.
        let asked = files.filter { !$0.contains("\n") }
        guard !asked.isEmpty else { return [:] }
        let input = asked.map { "\($0)\n" }.joined()
        let result = try await require(["cat-file", "--batch"], to: "read files of commits", input: Data(input.utf8))
        var rest = result.output[...]
        var found: [String: Data] = [:]
        for file in asked {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[(end + 1)...]
            guard words.count == 3, let size = Int(words[2]) else { continue }
            if words[1] == "blob" { found[file] = Data(rest.prefix(size)) }
            rest = rest.dropFirst(size + 1)
        }
        return found
    }
}
