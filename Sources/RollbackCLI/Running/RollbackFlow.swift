import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers
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
    var target: TargetOptions
    let dryRun: Bool
    let consented: Bool
    let strict: Bool
    let consentsToVolatile: Bool
    /// With `dryRun`: what would be done to databases is done, proved and taken back.
    var executesDatabase = false
    /// By `release activate`.
    var activates = false

    /// On a disk that takes nothing, and with consent, the run is kept in memory: on one that is known to be full, and on
    /// one that turns out to take nothing. All that fails on the disk by an error then fails before any effect.
    func run() async throws -> ExitCode {
        let flow = try await on(platform.forNewRuns())
        guard consentsToVolatile, !flow.platform.state.isInMemory else { return try await flow.joining() }
        if MemoryState.isNeeded(for: flow.platform.state) { return try await flow.inMemory() }
        do {
            return try await flow.joining()
        } catch let failure as Failure where failure.isOfTheDisk {
            return try await flow.inMemory()
        }
    }

    private func on(_ platform: Platform) -> RollbackFlow {
        var flow = self
        flow.platform = platform
        return flow
    }

    private func inMemory() async throws -> ExitCode {
        let memory = MemoryState.directory(for: platform.state) ?? platform.state
        return try await on(platform.moved(to: memory)).joining()
    }

    private func joining() async throws -> ExitCode {
        if platform.state.isInMemory { console.say(Platform.keptInMemory + ".") }
        do {
            return try await consented && !dryRun ? atOnce() : afterLooking()
        } catch Failure.locked(let owner) where console.canAsk && owner.purpose == .rollback {
            return try await join(owner)
        }
    }

    /// Nothing decides the target.
    private struct Undecided: Error {
        let candidates: [Candidate]
        let why: String
    }

    /// Nobody waits for the lock of somebody who reads a list: it is let go of, and taken again for what was chosen.
    private func atOnce() async throws -> ExitCode {
        do {
            return try await underLock()
        } catch let undecided as Undecided {
            guard let commit = try choose(undecided.candidates, undecided.why) else { return .noTarget }
            var flow = self
            (flow.target.commit, flow.target.choose) = (commit.rawValue, false)
            return try await flow.underLock()
        }
    }

    /// With consent given beforehand the plan is made under the lock, so nothing can change between the two.
    private func underLock() async throws -> ExitCode {
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: nil)
        try RunLock(platform: platform, actor: actor).refuseUnfinished()
        let source = PlanSource(platform: platform, target: target, activates: activates)
        let found = try await source.plan { throw Undecided(candidates: $0, why: $1) }
        guard let (plan, digest) = found else { return .noTarget }
        guard plan.level != .manual else {
            throw Failure.usage(
                "plan \(digest.short) is one by hand: it asks before each step, and --auto-confirm answers nothing",
                next: SuggestedCommand.rollbackPlan(level: .manual, digest: digest).text)
        }
        // Nobody is shown the plan; what is out of the ordinary is still said.
        plan.notes.warnings.forEach { console.say("! \(SafeText.oneLine($0))") }
        return try await execute(plan, digest, lock)
    }

    private func afterLooking() async throws -> ExitCode {
        if target.manual, console.canAsk, isOpen, !dryRun, let code = try await opening.goOn() { return code }
        if isOnPaper, isOpen, !dryRun, let waiting = try platform.state.newest(), waiting.state.unfinished {
            return try ManualPaper(platform: platform, console: console).print(waiting, code: .done)
        }
        if !dryRun, !isOnPaper { try RunLock(platform: platform, actor: actor).refuseOthers() }
        let source = PlanSource(platform: platform, target: target, activates: activates)
        guard let (plan, digest) = try await source.plan(choose: choose) else { return .noTarget }
        if plan.level == .manual, !dryRun, !console.canAsk {
            return try ManualPaper(platform: platform, console: console).print(plan, digest)
        }
        try show(plan, digest)
        if dryRun { return try await rehearse(plan) }
        // A run by hand asks before each step.
        if plan.level != .manual { try RunConsent(platform: platform, console: console).ask(for: plan) }
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: nil)
        try RunLock(platform: platform, actor: actor).refuseUnfinished()
        let again = try await source.plan(again: plan)
        guard again.digest == digest else {
            throw Failure.stalePlan(digest: digest.short, changed: again.plan.changes(since: plan))
        }
        return try await execute(again.plan, digest, lock)
    }

    private func rehearse(_ plan: Plan) async throws -> ExitCode {
        guard executesDatabase else { return .done }
        try await SchemaRehearsal(platform: platform, console: console).run(DatabaseSteps.settings(of: plan))
        console.emit(JSONLines.exit(.done))
        return .done
    }

    /// By hand, off a terminal: nothing is done, so nothing stands in its way.
    private var isOnPaper: Bool { target.manual && !console.canAsk }

    /// Nobody has said where to.
    private var isOpen: Bool {
        [target.commit, target.release, target.plan].allSatisfy { $0 == nil } && !target.choose
    }

    private var opening: ManualOpening {
        ManualOpening(platform: platform, console: console, actor: actor, strict: strict)
    }

    /// Room enough for any code: no need to measure it.
    private static let plenty = 8 << 30

    /// The target's files lie complete beside the live ones before the first is put in place.
    private func refuseWithoutRoom(_ plan: Plan) async throws {
        guard !platform.state.isInMemory, let free = platform.state.free, free < Self.plenty else { return }
        let needed = try await platform.git.room(for: plan)
        guard needed > free else { return }
        throw Failure.noRoom(path: platform.state.anchor, needed: needed, free: free)
    }

    private func execute(_ plan: Plan, _ digest: PlanDigest, _ lock: consuming PlatformLock) async throws -> ExitCode {
        try await refuseWithoutRoom(plan)
        let run = RollbackRun(
            platform: platform, console: console, actor: actor, reason: reason, strict: strict,
            consentsToVolatile: consentsToVolatile)
        return try await run.execute(plan, digest, lock)
    }

    /// Nil: there is nobody to choose, and the candidates were listed.
    private func choose(_ candidates: [Candidate], _ why: String) throws -> CommitID? {
        try Choosing(console: console, now: platform.effects.clock.wallTime()).choose(candidates, why)
    }

    private func show(_ plan: Plan, _ digest: PlanDigest) throws {
        console.emit(try JSONLines.plan(plan, digest: digest))
        let text = PlanText(plan, digest: digest, now: platform.effects.clock.wallTime())
        console.say(dryRun ? text.full : text.screen(columns: console.terminal.width))
        if dryRun {
            let kept = try PlanKeeping(platform: platform).keep(plan, digest)
            if !kept { console.say(PlanKeeping.notKept) }
            if !executesDatabase { console.emit(JSONLines.exit(.done, next: kept ? [text.command] : [])) }
        }
    }

    private func join(_ owner: LockOwner) async throws -> ExitCode {
        console.say(FailureText.text(for: .locked(owner)))
        guard let run = owner.run else { return .locked }
        console.say("Joining its live view.")
        let show = RunShow(console, platform.logLevel)
        if let summary = try await LiveView(platform: platform).follow(run, show) {
            show.finish(summary, code: .locked)
        }
        return .locked
    }
}
