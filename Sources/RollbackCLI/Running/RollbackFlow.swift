import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackEngine
import RollbackReporting
import RollbackStore
import RollbackSystem

/// From a wish to a run: target, plan, consent, lock, execution.
struct RollbackFlow: Sendable {
    var platform: Platform
    let console: Console
    let actor: String
    let reason: String?
    let target: TargetOptions
    let dryRun: Bool
    let consented: Bool
    let strict: Bool
    let consentsToVolatile: Bool

    /// On a disk that takes nothing, and with consent, the run is kept in memory.
    func run() async throws -> ExitCode {
        guard consentsToVolatile, MemoryState.isNeeded(for: platform.state) else { return try await onDisk() }
        console.say(
            "The disk takes nothing: this run is kept in memory. After a reboot it can be neither resumed nor undone.")
        var flow = self
        flow.platform = try await Platform.open(platform.root, platform.machine, inMemory: true)
        return try await flow.onDisk()
    }

    private func onDisk() async throws -> ExitCode {
        do {
            return try await consented && !dryRun ? atOnce() : afterLooking()
        } catch Failure.locked(let owner) where console.canAsk && owner.purpose == .rollback {
            return try await join(owner)
        }
    }

    /// With consent given beforehand the plan is made under the lock, so nothing can change between the two.
    private func atOnce() async throws -> ExitCode {
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: nil)
        try RunLock(platform: platform, actor: actor).refuseUnfinished()
        guard let (plan, digest) = try await planned() else { return .noTarget }
        return try await execute(plan, digest, lock)
    }

    private func afterLooking() async throws -> ExitCode {
        if !dryRun { try RunLock(platform: platform, actor: actor).refuseUnfinished() }
        guard let (plan, digest) = try await planned() else { return .noTarget }
        try show(plan, digest)
        if dryRun { return .done }
        try askForConsent(digest)
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: nil)
        try RunLock(platform: platform, actor: actor).refuseUnfinished()
        let again = try await PlanSource(platform: platform, target: target).plan(
            to: plan.target.id, for: plan.wish)
        guard again.digest == digest else {
            throw Failure.stalePlan(digest: digest.short, changed: again.plan.changes(since: plan))
        }
        return try await execute(again.plan, digest, lock)
    }

    private func execute(_ plan: Plan, _ digest: PlanDigest, _ lock: consuming PlatformLock) async throws -> ExitCode {
        let run = RollbackRun(
            platform: platform, console: console, actor: actor, reason: reason, strict: strict,
            consentsToVolatile: consentsToVolatile)
        return try await run.execute(plan, digest, lock)
    }

    /// Nil: there was nothing to choose by, and the candidates were listed.
    private func planned() async throws -> (plan: Plan, digest: PlanDigest)? {
        try await PlanSource(platform: platform, target: target).plan { candidates, why in
            try Choosing(console: console, now: platform.effects.clock.wallTime()).choose(candidates, why)
        }
    }

    private func show(_ plan: Plan, _ digest: PlanDigest) throws {
        console.emit(try JSONLines.plan(plan, digest: digest))
        let text = PlanText(plan, digest: digest, now: platform.effects.clock.wallTime())
        console.say(dryRun ? text.full : text.screen(columns: console.terminal.width))
        if dryRun {
            let kept = try PlanKeeping(platform: platform).keep(plan, digest)
            if !kept { console.say(PlanKeeping.notKept) }
            console.emit(JSONLines.exit(.done, next: kept ? [text.command] : []))
        }
    }

    private func askForConsent(_ digest: PlanDigest) throws {
        guard platform.configuration.settings.confirmationRequired else { return }
        guard console.canAsk else {
            let options = target.commit.map { ["--commit", $0] } ?? target.plan.map { ["--plan", $0] } ?? []
            let again = Command(["lastgood", "rollback"] + target.typed + options + ["--auto-confirm"]).shellText
            throw Failure.consentNeeded(again: again)
        }
        let answer = console.ask("Go back now? [y/N] ")?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw Failure.cancelled }
    }

    private func join(_ owner: LockOwner) async throws -> ExitCode {
        console.say(FailureText.text(for: .locked(owner)))
        guard let run = owner.run else { return .locked }
        console.say("Joining its live view.")
        try await LiveView(platform: platform, console: console).follow(run)
        return .locked
    }
}
