import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting
import RollbackStore
import RollbackSystem

/// Performs the steps of a release's plan that are beside everything live. It is no run: each of them is complete or of
/// no effect, so there is nothing to resume or to take back.
struct ReleaseBuilding: Sendable {
    let platform: Platform
    let console: Console

    func build(_ named: String?) async throws -> ExitCode {
        let lock = try RunLock(platform: platform, actor: platform.machine.host.userName).acquireInBackground()
        let commit: CommitID
        if let named {
            commit = try await ReleaseNames(platform: platform).commit(named)
        } else {
            commit = try await platform.git.head()
        }
        try await refuseWithoutObjects(commit)
        let wish = RollbackWish(activates: true)
        let (plan, _) = try await PlanMaking(platform: platform, wish: wish)
            .plan(from: try await platform.current(), to: commit)
        let steps = plan.steps.filter(AllDrivers.isBeside)
        for step in steps {
            guard try await perform(step, of: plan) else {
                return console.gaveWay(again: SuggestedCommand.releaseBuild(named).text)
            }
        }
        let gone = try await DirectoryTidying(platform: platform).tidy()
        withExtendedLifetime(lock) {}
        return tell(plan, steps, gone)
    }

    private func refuseWithoutObjects(_ commit: CommitID) async throws {
        let missing = try await platform.git.missingObjects(of: commit)
        guard !missing.isEmpty else { return }
        throw Failure.gitRefused(
            what: "build \(commit.short)",
            why: "\(Words.count(missing.count, "object")) of it \(missing.count == 1 ? "is" : "are") not here; run: "
                + (try await platform.git.refetchLine()))
    }

    /// - Returns: false when a rollback asks for the platform; the work is ended then.
    private func perform(_ planned: PlannedStep, of plan: Plan) async throws -> Bool {
        let context = RunContext(
            run: RunID(0), plan: plan, directory: platform.state.path, actor: platform.machine.host.userName,
            reason: nil)
        guard let step = try AllDrivers(platform.access).step(for: planned, in: context) else {
            throw Failure.unknownStepKind(planned.kind)
        }
        console.say(SafeText.oneLine(planned.summary))
        let progress = console.background
        return try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
            try await step.perform(progress)
        } != nil
    }

    private func tell(_ plan: Plan, _ steps: [PlannedStep], _ gone: [String]) -> ExitCode {
        let next = SuggestedCommand.releaseActivate(plan.target.id.short).text
        let view = BuiltRelease(
            commit: plan.target, built: steps.map(\.summary), removed: gone, warnings: plan.notes.warnings)
        console.say(view.text + "Next:\n  \(next)")
        console.emit(JSONLines.built(view))
        console.emit(JSONLines.exit(.done, next: [next]))
        return .done
    }
}
