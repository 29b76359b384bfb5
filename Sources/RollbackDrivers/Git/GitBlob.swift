import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Names of file contents, as git computes them.
enum GitBlob {
    /// Git's own hash of bytes that nothing converts: of `blob <size> NUL <bytes>`, by SHA-1 or SHA-256.
    /// - Parameter like: an object name of the same repository, whose length tells which.
    static func name(of bytes: Data, like: String) -> String {
        let object = Data("blob \(bytes.count)\0".utf8) + bytes
        let hash = like.utf8.count == 64 ? Array(SHA256.hash(data: object)) : Array(Insecure.SHA1.hash(data: object))
        return Hexadecimal.text(hash)
    }

    /// A path as `hash-object --stdin-paths` reads one with any byte in it (git, `quote.c`, `unquote_c_style`).
    static func quoted(_ path: String) -> String {
        let text = path.utf8.map { byte -> String in
            let plain = byte > 32 && byte < 127 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            let digits = String(byte, radix: 8)
            return plain ? String(UnicodeScalar(byte)) : "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
        return "\"\(text.joined())\""
    }
}

extension GitRepository {
    /// The object names of files as git would store them, line endings and all, in one process.
    /// - Parameter folder: where the paths begin; its attributes files count.
    func blobNames(
        of paths: [TreePath], in folder: String, environment: [String: String] = [:]
    ) async throws -> [TreePath: String] {
        let closed = Set(paths.filter { !isReadable("\(folder)/\($0)") })
        let open = paths.filter { !closed.contains($0) }
        let tree = ["-C", folder] + (environment.isEmpty ? [] : ["--work-tree=\(folder)"])
        var names = try await names(of: open, tree, environment)
        for path in closed {
            guard let bytes = try FileCall.read("\(folder)/\(path)") else { continue }
            let result = try await require(
                tree + ["hash-object", "--stdin", "--path=\(path)"], to: "compute the hash of \(path)", input: bytes,
                environment: environment)
            names[path] = result.text.trimmed
        }
        return names
    }

    private func names(
        of paths: [TreePath], _ tree: [String], _ environment: [String: String]
    ) async throws -> [TreePath: String] {
        guard !paths.isEmpty else { return [:] }
        let input = paths.map { GitBlob.quoted($0.text) }.joined(separator: "\n") + "\n"
        let result = try await require(
            tree + ["hash-object", "--stdin-paths"], to: "compute the hashes of files", input: Data(input.utf8),
            environment: environment)
        let names = result.text.split(separator: "\n").map(String.init)
        guard names.count == paths.count else {
            throw Failure.gitRefused(
                what: "compute the hashes of files", why: "it answered \(names.count) of \(paths.count)")
        }
        return Dictionary(uniqueKeysWithValues: zip(paths, names))
    }

    /// Whether the repository's owner, as whom git runs, may read a file: root may, and then reads it for git.
    private func isReadable(_ path: String) -> Bool {
        guard let owner, let facts = FileCall.facts(path) else { return true }
        if facts.st_uid == owner.user { return facts.st_mode & S_IRUSR != 0 }
        return facts.st_mode & (facts.st_gid == owner.group ? S_IRGRP : S_IROTH) != 0
    }
}
