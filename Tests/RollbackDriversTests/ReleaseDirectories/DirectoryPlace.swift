import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit

/// A real repository whose releases are directories beside each other.
struct DirectoryPlace {
    let code: CodePlace
    let good: CommitID
    let bad: CommitID
    var folders: ReleaseFolders { ReleaseFolders(root: code.root) }

    /// - Parameters:
    ///   - good: what the good release has besides.
    ///   - bad: what the bad one changes besides.
    init(good: [Entry] = [], bad: [Entry] = []) async throws {
        code = try await CodePlace()
        self.good = try await code.commit(
            [
                .file(".gitignore", ".env\n*.db\n"), .file("app/version", "good"), .file("app/same", "same"),
                .program("run", "#!/bin/sh\n"), .link("latest", "app/version"), .file("rollback/README.md", "older"),
            ] + good)
        self.bad = try await code.commit([.file("app/version", "evil"), .file("added", "1")] + bad)
    }

    func git() async throws -> GitRepository { try await GitRepository.open(code.root, RealProcesses.runner()) }

    func planning(
        to target: CommitID, shared: [String]? = nil, scope: String = "", hints: [String] = []
    ) async throws -> DirectoryPlanning {
        var policy = DirectoryPolicy()
        policy.sharedPaths = shared
        return try DirectoryPlanning(
            try await git(), scope: CodeScope(prefix: scope), folders: folders, policy: policy,
            store: code.path(".git/lastgood/dependencies"), hints: hints, processes: RealProcesses.runner(),
            target: target)
    }

    func part(to target: CommitID, shared: [String]? = nil) async throws -> DirectoryPlanning.Part {
        let current = try folders.commit() ?? bad
        return try await planning(to: target, shared: shared).part(from: current, to: target, keep: false)
    }

    /// The steps of a plan, in order.
    func steps(to target: CommitID, shared: [String]? = nil) async throws -> [AnyStep] {
        let part = try await part(to: target, shared: shared)
        let repository = try await git()
        let commit = Commit(id: target, subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let planned = (part.code.contributions + part.dependencies.contributions).map(\.step)
        let plan = Plan(
            level: .fast, root: code.root, current: bad, target: commit,
            stages: [PlannedStage(name: "all", onFailure: .undo, steps: planned)], dependsOn: [:])
        let run = RunContext(
            run: RunID(7), plan: plan, directory: code.scratch.file("run"), actor: "kim", reason: nil)
        return try part.code.contributions.map { try DirectorySteps.step(for: $0.step, in: run, repository) }
    }

    @discardableResult
    func activate(_ target: CommitID, shared: [String]? = nil) async throws -> [JSONValue] {
        var outputs: [JSONValue] = []
        for step in try await steps(to: target, shared: shared) { outputs.append(try await step.perform(.silent)) }
        return outputs
    }

    var link: String? { FileCall.linkText(folders.link) }
    var names: [String] { code.names("releases") }

    /// What `releases/NAME` is called in a plan.
    func release(_ commit: CommitID) -> String {
        names.first { $0.hasPrefix(commit.rawValue.prefix(12)) }.map { "releases/\($0)" } ?? ""
    }

    func check(_ target: CommitID?) async throws -> (Verdict, String) {
        try await DirectoryCheck(git: try await git(), folders: folders, expected: CodeExpectation(target: target))
            .measure()
    }

    func names(in path: String) -> [String] { code.names(path) }
}
