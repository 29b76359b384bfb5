import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit

/// The steps of one rollback of code, to be performed and taken back one by one.
struct CodeRun: Sendable {
    let capture: AnyStep
    let stage: AnyStep
    let swap: AnyStep
    let part: CodePlanning.Part
    let folder: String

    func perform(_ progress: StepProgress = .silent) async throws {
        for step in [capture, stage, swap] { _ = try await step.perform(progress) }
    }

    /// As a run that is undone long after: without any output but what the journal keeps.
    func undo(_ progress: StepProgress = .silent) async throws {
        for step in [swap, stage, capture] { try await step.undo(nil, progress) }
    }
}

extension CodePlace {
    func repository(in folder: String = "") async throws -> GitRepository {
        try await GitRepository.open(folder.isEmpty ? root : path(folder), RealProcesses.runner())
    }

    func part(
        to target: CommitID, prefix: String = "", head: HeadMove = .branch, table: any ProcessTable = EmptyTable()
    ) async throws -> CodePlanning.Part {
        let git = try await repository()
        return try await CodePlanning(git, table: table, scope: CodeScope(prefix: prefix), head: head)
            .part(from: try await self.head(), to: target)
    }

    /// Plans, and makes the steps as a run would; nothing is performed yet.
    func run(
        to target: CommitID, prefix: String = "", head: HeadMove = .branch, number: Int = 1
    ) async throws -> CodeRun {
        let part = try await part(to: target, prefix: prefix, head: head)
        let git = try await repository()
        let folder = "\(git.gitFolder)/lastgood/runs/\(number)"
        try FileCall.makeDirectory(folder)
        let commit = Commit(id: target, subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let stage = PlannedStage(name: "all", onFailure: .undo, steps: part.contributions.map(\.step))
        let plan = Plan(
            level: .fast, root: root, current: try await self.head(), target: commit, stages: [stage], dependsOn: [:])
        let context = RunContext(run: RunID(number), plan: plan, directory: folder, actor: "kim", reason: nil)
        let drivers = AllDrivers(access(git, CodeScope(prefix: prefix)))
        let steps = try plan.steps.map { try drivers.step(for: $0, in: context) }.compactMap(\.self)
        return CodeRun(capture: steps[0], stage: steps[1], swap: steps[2], part: part, folder: folder)
    }

    func access(_ git: GitRepository?, _ scope: CodeScope = CodeScope(prefix: "")) -> PlatformAccess {
        PlatformAccess(
            effects: .failing(processes: RealProcesses.runner(), table: EmptyTable()), root: root, git: git,
            scope: scope, services: [], managers: ServiceManagers([]), pins: MemoryPins(), mask: { $0 })
    }

    /// What a plan is refused with; nil when it is not.
    func refusal(to target: CommitID, prefix: String = "", head: HeadMove = .branch) async throws -> String? {
        do {
            _ = try await part(to: target, prefix: prefix, head: head)
            return nil
        } catch Failure.gitRefused(_, let why) {
            return why
        } catch Failure.gitLocked(let path, let holder) {
            return "locked \(path) by \(holder ?? "nobody")"
        }
    }
}

/// A machine on which nothing runs.
struct EmptyTable: ProcessTable {
    func processes() throws -> [ProcessDescription] { [] }
    func describe(_ id: Int32) -> ProcessDescription? { nil }
    func setting(of id: Int32) -> ProcessSetting? { nil }
    func workingDirectory(of id: Int32) -> String? { nil }
    func listeners() throws -> [Listener] { [] }
    func bootID() -> String { "boot" }
}
