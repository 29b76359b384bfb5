import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackStore

/// Where a plan comes from: a digest, a named commit, the registry, or somebody's choice.
struct PlanSource: Sendable {
    let platform: Platform
    let target: TargetOptions
    var activates = false

    /// - Parameter usual: the level where none is named.
    private func wish(_ usual: Level) -> RollbackWish {
        var wish = target.wish(usual)
        wish.activates = activates ? true : nil
        return wish
    }

    /// - Parameter choose: asked when nothing decides the target; nil means that nothing was chosen.
    func plan(choose: ([Candidate], String) throws -> CommitID?) async throws -> (plan: Plan, digest: PlanDigest)? {
        if let digest = target.plan { return try await saved(digest) }
        let current = try await platform.current()
        let choice = TargetChoice(platform: platform, current: current, pin: try readablePin())
        if let text = target.commit { return try await plan(from: current, to: try await choice.named(text)) }
        if let text = target.release { return try await plan(from: current, to: try await choice.released(text)) }
        switch try await target.choose ? choice.offered() : choice.automatic() {
        case .target(let commit): return try await plan(from: current, to: commit)
        case .candidates(let candidates, let why):
            guard let commit = try choose(candidates, why) else { return nil }
            return try await plan(from: current, to: commit)
        }
    }

    /// A plan that was made before, made again as things are now.
    func plan(again old: Plan) async throws -> (plan: Plan, digest: PlanDigest) {
        try await plan(from: platform.current(), to: old.target.id, for: old.wish)
    }

    private func plan(
        from current: CommitID, to commit: CommitID, for given: RollbackWish? = nil
    ) async throws -> (plan: Plan, digest: PlanDigest) {
        try await PlanMaking(platform: platform, wish: given ?? wish(usual)).plan(from: current, to: commit)
    }

    private var usual: Level { Level(rawValue: platform.configuration.settings.defaultLevel) ?? .fast }

    /// - Throws: `Failure.stalePlan` with what has changed since the plan was shown.
    private func saved(_ prefix: String) async throws -> (plan: Plan, digest: PlanDigest) {
        let old = try SavedPlans(platform.state).find(prefix)
        let asked = wish(old.plan.level)
        guard asked == RollbackWish(level: old.plan.level) || asked == old.plan.wish else {
            throw Failure.usage(
                "plan \(old.digest.short) was made with other options than these; it has its own",
                next: "lastgood rollback --\(old.plan.level.rawValue) --plan \(old.digest.short)")
        }
        let now = try await plan(again: old.plan)
        guard now.digest == old.digest else {
            throw Failure.stalePlan(digest: old.digest.short, changed: now.plan.changes(since: old.plan))
        }
        return now
    }

    /// A pin that cannot be read must not keep anybody from a rollback: it is replaced, and comes back with an undo.
    private func readablePin() throws -> Pin? {
        do {
            return try platform.access.pins.read()
        } catch Failure.stateUnreadable {
            return nil
        }
    }
}

/// Keeps a plan that was shown, so that it can be executed by its digest.
struct PlanKeeping: Sendable {
    let platform: Platform

    static let notKept = "The disk takes nothing: this plan could not be kept, and cannot be executed by its digest."

    /// - Returns: false on a disk that takes nothing: a plan can still be shown.
    func keep(_ plan: Plan, _ digest: PlanDigest) throws -> Bool {
        do {
            try platform.state.prepare(program: Version.text)
            try SavedPlans(platform.state).save(plan, digest)
            return true
        } catch let failure as Failure where failure.isOfTheDisk {
            return false
        }
    }
}
