import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit

/// A real repository in a folder of its own, and what lastgood does to its code.
final class CodePlace: Sendable {
    let scratch: ScratchFolder
    let root: String
    let format: String
    private let trusts: Bool

    /// - Parameter name: of the folder that the repository lies in.
    init(_ name: String = "platform", format: String = "sha1") async throws {
        scratch = try ScratchFolder()
        root = scratch.file(name)
        (self.format, trusts) = (format, false)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try await git("init", "-q", "-b", "main", "--object-format=\(format)")
    }

    /// The same repository for a test's own git, which runs as root, when it is another user's.
    init(trusting place: CodePlace) async throws {
        (scratch, format, root, trusts) = (place.scratch, place.format, place.root, true)
    }

    /// Another checkout of a repository, which lives as long as that one.
    init(sharing place: CodePlace, at root: String) async throws {
        (scratch, format, trusts) = (place.scratch, place.format, false)
        self.root = root
    }

    private static let variables = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_AUTHOR_NAME": "kim",
        "GIT_AUTHOR_EMAIL": "kim@example.org", "GIT_COMMITTER_NAME": "kim", "GIT_COMMITTER_EMAIL": "kim@example.org",
    ]

    private static let trust = [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]

    @discardableResult
    func git(_ arguments: String..., input: String = "", fails: Bool = false) async throws -> String {
        let command = Command(
            ["git", "-C", root, "-c", "protocol.file.allow=always"] + arguments,
            environment: Self.variables.merging(trusts ? Self.trust : [:]) { $1 })
        let result = try await RealProcesses.runner().run(command, input: Data(input.utf8))
        guard result.succeeded != fails else {
            throw Failure.commandFailed(command: command, status: result.status, said: result.errorText)
        }
        return result.text
    }

    func path(_ path: String) -> String { "\(root)/\(path)" }

    func write(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
        try write(path, Data(text.utf8), mode: mode)
    }

    func write(_ path: String, _ bytes: Data, mode: mode_t = 0o644) throws {
        let full = self.path(path)
        try makeFolder(above: path)
        unlink(full)
        try bytes.write(to: URL(filePath: full))
        chmod(full, mode)
    }

    private func makeFolder(above path: String) throws {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        let folder = String(path[..<slash])
        try makeFolder(above: folder)
        mkdir(self.path(folder), 0o755)
    }

    func make(_ entries: [Entry]) throws {
        for entry in entries { try make(entry) }
    }

    private func make(_ entry: Entry) throws {
        switch entry {
        case .file(let path, let text): try write(path, text)
        case .program(let path, let text): try write(path, text, mode: 0o755)
        case .secret(let path, let text): try write(path, text, mode: 0o600)
        case .folder(let path): try FileCall.makeDirectory(self.path(path), mode: 0o755)
        case .gone(let path): try FileManager.default.removeItem(atPath: self.path(path))
        case .link(let path, let target):
            try makeFolder(above: path)
            unlink(self.path(path))
            try FileCall.check(path, "link") { symlink(target, self.path(path)) }
        }
    }

    @discardableResult
    func commit(_ entries: [Entry] = [], _ message: String = "change") async throws -> CommitID {
        try make(entries)
        try await git("add", "--all")
        return try await commitStaged(message)
    }

    @discardableResult
    func commitStaged(_ message: String = "change") async throws -> CommitID {
        try await git("commit", "-q", "--allow-empty", "-m", message)
        return try await head()
    }

    func head() async throws -> CommitID { CommitID(try await git("rev-parse", "HEAD").trimmed) }

    func text(_ path: String) -> String? {
        (try? FileCall.read(self.path(path))).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    func names(_ path: String) -> [String] { (try? FileCall.names(in: self.path(path))) ?? [] }
    func exists(_ path: String) -> Bool { FileCall.facts(self.path(path)) != nil }
}

/// One thing in a tree.
enum Entry: Sendable, Hashable {
    case file(String, String)
    case program(String, String)
    /// Readable by its owner only.
    case secret(String, String)
    case link(String, String)
    case folder(String)
    case gone(String)
}
