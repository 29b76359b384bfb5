import Foundation
import Glibc

/// The built program, beside the test bundle.
enum Program {
    static let path: String = {
        if let given = ProcessInfo.processInfo.environment["LASTGOOD"] { return given }
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("lastgood").path
        if access(beside, X_OK) == 0 { return beside }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/debug/lastgood")
            .path
    }()

    /// What every program of the tests gets: keys are made in a state folder of the tests' own, not the developer's.
    static var environment: [String: String] {
        let state = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("lastgood-acceptance-user").path
        return ProcessInfo.processInfo.environment.merging(["XDG_STATE_HOME": state]) { $1 }
    }
}

/// What a program that has ended said.
struct Finished {
    var status: Int32
    var output: String
    var errors: String

    var firstError: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
    var everything: String { output + errors }
}

/// A program under way, without a terminal. Its output goes to files, so that it never waits for a reader.
final class Running {
    let process: Spawned
    private let folder: String

    init(
        _ arguments: [String], in directory: String, environment: [String: String] = [:], without: [String] = []
    ) throws {
        folder = try Folders.temporary("output")
        var variables = Program.environment.merging(environment) { $1 }
        without.forEach { variables[$0] = nil }
        let files = (
            open("/dev/null", O_RDONLY | O_CLOEXEC), Self.file("\(folder)/out"), Self.file("\(folder)/err")
        )
        defer { [files.0, files.1, files.2].forEach { close($0) } }
        process = try Spawned(arguments, in: directory, environment: variables, files: files)
    }

    deinit { Folders.remove(folder) }

    private static func file(_ path: String) -> Int32 {
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }

    var output: String { Folders.text("\(folder)/out") }
    var errors: String { Folders.text("\(folder)/err") }

    func send(_ signal: Int32) { process.send(signal) }

    /// Waits for its end; a program that does not come to one is killed, and its status says so (9).
    func end(within limit: TimeInterval = patience) async throws -> Finished {
        let status = try await process.end(within: limit)
        return Finished(status: status, output: output, errors: errors)
    }
}

/// Folders and files of the tests.
enum Folders {
    static func temporary(_ name: String) throws -> String {
        let base = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        let path = "\(base)/lastgood-acceptance-\(name)-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
    /// What the program kept in memory of a platform whose disk was full.
    static func removeMemory(of root: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
        for folder in names.filter({ $0.hasPrefix("lastgood-") }).map({ "/dev/shm/\($0)" })
        where entries(folder).contains(where: { bytes("\(folder)/\($0)").range(of: Data(root.utf8)) != nil }) {
            remove(folder)
        }
    }

    static func bytes(_ path: String) -> Data { FileManager.default.contents(atPath: path) ?? Data() }
    static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    static func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// Every file and folder below a folder, by its path from there.
    static func entries(_ folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
    }
}
