import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit

/// A platform's folder with environments, in a temporary folder that goes away with it.
final class DependencyPlace: Sendable {
    let base: String
    var root: String { "\(base)/platform" }
    var store: String { "\(base)/state/dependencies" }
    var runFolder: String { "\(base)/state/runs/7" }

    init() throws {
        base = "\(FileManager.default.temporaryDirectory.path)/lastgood-\(UUID().uuidString)"
        for folder in [root, store, runFolder] { try make(folder) }
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    func make(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func write(_ text: String, to path: String) throws {
        try make(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    func link(_ path: String) -> String? { try? FileManager.default.destinationOfSymbolicLink(atPath: path) }

    func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    func inode(_ path: String) -> UInt64 {
        var facts = stat()
        return lstat(path, &facts) == 0 ? UInt64(facts.st_ino) : 0
    }

    func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// A real environment without pip, which takes no time to make.
    @discardableResult
    func environment(_ path: String, packages: [String] = []) async throws -> String {
        _ = try await RealProcesses.runner().require(Command(["python3", "-m", "venv", "--without-pip", path]))
        let library = names("\(path)/lib").first { $0.hasPrefix("python") } ?? ""
        for package in packages { try make("\(path)/lib/\(library)/site-packages/\(package).dist-info") }
        return path
    }

    func planning(
        target: [String: String], hints: [String] = [], exclude: String? = nil,
        processes: any ProcessRunning = RealProcesses.runner()
    ) -> DependencyPlanning {
        DependencyPlanning(
            root: root, store: store, hints: hints, excludeFile: exclude, processes: processes,
            contentAtTarget: { target[$0].map { Data($0.utf8) } })
    }

    func step(
        _ contribution: Contribution, target: [String: String], processes: any ProcessRunning = RealProcesses.runner()
    ) throws -> AnyStep {
        let commit = Commit(id: "abc", subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let plan = Plan(level: .fast, root: root, current: "def", target: commit, stages: [], dependsOn: [:])
        let run = RunContext(run: RunID(7), plan: plan, directory: runFolder, actor: "kim", reason: nil)
        let step = try DependencySteps.step(for: contribution.step, in: run, processes: processes) {
            target[$0].map { Data($0.utf8) }
        }
        guard let step else { throw Failure.unknownStepKind(contribution.step.kind) }
        return step
    }
}

extension Observation {
    var word: String {
        switch self {
        case .notApplied: "not applied"
        case .applied: "applied"
        case .unclear: "unclear"
        }
    }
}
