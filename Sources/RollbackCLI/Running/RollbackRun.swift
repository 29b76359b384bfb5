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
        lock.describe(run: place.run, in: platform.state)
        let log = EventLog(platform.state.eventsPath(place.run))
        let keeper = plan.level == .manual ? IncidentKeeper(platform, plan) : nil
        let sinks: [any EventSink] = [show.sink, collector, log] + [keeper].compactMap(\.self)
        let hub = EventHub(clock: platform.effects.clock, sinks: sinks)
        warnings.forward { (text: String) in hub.emit(.warning(text)) }
        let interruption = Interruption()
        try interruption.watch { hub.emit(.warning(interruption.words)) }
        let snapshot = RunSnapshot(
            platform: platform, hub: hub, interruption: interruption, label: lock.label(in: platform.state))
        let ending = RunEnding(platform: platform, strict: strict, snapshot: snapshot)
        let pace = keeper.map { ManualPace(platform: platform, hub: hub, keeper: $0, interruption) }
        let assembly = RunAssembly(platform: platform, hub: hub, interruption: interruption, pace: pace)
        let executor = try await begin(assembly, plan, digest, place)
        do {
            let end = try await show.watched(hub) { try await executor.run() }
            return await ending.finish(place.run, end, hub, show, incident: keeper?.path) { collector.events }
        } catch {
            ending.cutShort(place.run, by: error, hub, console) { collector.events }
            throw error
        }
    }

    /// - Throws: `Failure.journalNotBegun`: without its first record a run can neither be resumed nor needs to be.
    private func begin(
        _ assembly: RunAssembly, _ plan: Plan, _ digest: PlanDigest, _ place: RunPlace
    ) async throws -> Executor {
        do {
            return try await assembly.begin(
                plan, digest, run: place.run, folder: place.folder, journal: place.journal, actor: actor, reason: reason
            )
        } catch Failure.journalPoisoned(let path) {
            throw Failure.journalNotBegun(path: path)
        }
    }

    private func journalFailed(_ warnings: WarningBox) -> @Sendable (any Error) -> Void {
        let words = platform.effects.words
        return { error in warnings.add("from here on nothing is recorded: \(words(error))") }
    }
}
