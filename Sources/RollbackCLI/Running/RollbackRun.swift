import FoundationEssentials
import RollbackCore
import RollbackEngine
import RollbackReporting
import RollbackStore

/// Executes a plan from its beginning to its last words.
struct RollbackRun: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    let reason: String?
    let strict: Bool
    /// Somebody accepted a run that cannot be resumed, should the disk fail.
    let consentsToVolatile: Bool

    /// The caller holds the lock.
    func execute(_ plan: Plan, _ digest: PlanDigest, _ lock: borrowing PlatformLock) async throws -> ExitCode {
        let show = RunShow(console)
        let collector = EventCollector()
        let warnings = WarningBox()
        let place = try RunPlace.begin(platform, consent: consentsToVolatile) { warnings.add($0) }
        if place.durable { try platform.rememberServices() }
        try lock.describe(
            RunLock(platform: platform, actor: actor).owner(place.run), path: platform.state.lockPath)
        let hub = EventHub(
            clock: platform.effects.clock,
            sinks: [show.sink, collector] + (place.durable ? [EventLog("\(place.folder)/events.jsonl")] : []))
        warnings.forward { hub.emit(.warning($0)) }
        let interruption = Interruption()
        try interruption.watch { hub.emit(.warning("stopping as soon as the steps under way are done; lastgood resume goes on")) }
        let end = try await show.watched(hub) {
            try await RunAssembly(platform: platform, hub: hub, interruption: interruption).begin(
                plan, digest, run: place.run, folder: place.folder, journal: place.journal, actor: actor, reason: reason
            ).run()
        }
        return try await RunEnding(platform: platform, strict: strict).finish(place.run, end, collector.events, show)
    }
}
