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
        let show = RunShow(console, platform.logLevel)
        let collector = EventCollector()
        let warnings = WarningBox()
        let place = try RunPlace.begin(platform, forgiven: consentsToVolatile ? journalFailed(warnings) : nil)
        try platform.rememberServices()
        lock.describe(RunLock(platform: platform, actor: actor).owner(place.run), in: platform.state)
        let log = EventLog(platform.state.eventsPath(place.run))
        let hub = EventHub(clock: platform.effects.clock, sinks: [show.sink, collector, log])
        warnings.forward { (text: String) in hub.emit(.warning(text)) }
        let interruption = Interruption()
        try interruption.watch { hub.emit(.warning(Interruption.heard)) }
        let end = try await show.watched(hub) {
            try await RunAssembly(platform: platform, hub: hub, interruption: interruption).begin(
                plan, digest, run: place.run, folder: place.folder, journal: place.journal, actor: actor, reason: reason
            ).run()
        }
        return try await RunEnding(platform: platform, strict: strict).finish(place.run, end, collector.events, show)
    }

    private func journalFailed(_ warnings: WarningBox) -> @Sendable (any Error) -> Void {
        let words = platform.effects.words
        return { error in warnings.add("from here on nothing is recorded: \(words(error))") }
    }
}
