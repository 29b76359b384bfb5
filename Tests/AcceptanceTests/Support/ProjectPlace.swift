import Foundation
import Glibc
import Testing

/// A project of somebody's in a repository of its own, without a single line about rollbacks.
struct ProjectPlace {
    let root: String

    /// - Parameter files: by path; all of them are committed.
    static func with(_ files: [String: String], _ body: (ProjectPlace) async throws -> Void) async throws {
        let place = ProjectPlace(root: try Folders.temporary("project"))
        defer {
            LivingProcesses.end(in: place.root)
            Folders.remove(place.root)
        }
        for (path, text) in files { try place.write(path, text) }
        try await place.git("init", "--quiet", "--initial-branch=main")
        try await place.git("config", "user.name", "Ann Lee")
        try await place.git("config", "user.email", "ann@example.org")
        try await place.git("add", "--all")
        try await place.git("commit", "--quiet", "--message", "Release 1.0")
        try await body(place)
    }

    /// Where these tests' own sources are.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The files of a folder of this repository.
    static func sources(of folder: String) -> [String: String] {
        let base = "\(repository)/\(folder)"
        let paths = Folders.entries(base).filter { !$0.contains(".venv") && !$0.contains("__pycache__") }
        let texts = paths.map { ($0, FileManager.default.contents(atPath: "\(base)/\($0)")) }
        return Dictionary(
            uniqueKeysWithValues: texts.compactMap { path, data in
                data.map { (path, String(decoding: $0, as: UTF8.self)) }
            })
    }

    func write(_ path: String, _ text: String) throws { try Folders.write(text, to: "\(root)/\(path)") }
    func text(_ path: String) -> String { Folders.text("\(root)/\(path)") }
    func exists(_ path: String) -> Bool { access("\(root)/\(path)", F_OK) == 0 }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let result = try await Running(["git", "-C", root] + arguments, in: root).end()
        try #require(result.status == 0, "git \(arguments.joined(separator: " ")): \(result.errors)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    func lastgood(_ arguments: String...) async throws -> Finished {
        try await Running([Program.path] + arguments, in: root).end(within: 2 * patience)
    }

    func json(_ arguments: String...) async throws -> JSONOutput {
        try JSONOutput(try await Running([Program.path] + arguments + ["--json"], in: root).end(within: 2 * patience))
    }

    /// A script of the tree, with the program on the PATH, or hidden.
    func script(_ name: String, _ arguments: String..., hidden: Bool = false) async throws -> Finished {
        let folder = (Program.path as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let environment = hidden ? ["LASTGOOD": "\(root)/hidden"] : ["PATH": "\(folder):\(path)"]
        return try await Running(
            ["sh", "rollback/scripts/\(name)"] + arguments, in: root, environment: environment,
            without: hidden ? [] : ["LASTGOOD"]
        ).end(within: 2 * patience)
    }

    /// Everything below `rollback/` that is no log or backup.
    var tree: [String: String] {
        let paths = Folders.entries("\(root)/rollback").filter { !$0.hasPrefix("logs") && !$0.hasPrefix("backups") }
        return Dictionary(uniqueKeysWithValues: paths.map { ($0, text("rollback/\($0)")) })
    }

    var scripts: [String] {
        Folders.entries("\(root)/rollback/scripts").filter { $0.hasSuffix(".sh") && !$0.hasPrefix("break-glass") }
    }
}
