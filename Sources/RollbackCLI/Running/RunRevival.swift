import FoundationEssentials
import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting
import RollbackStore

/// Goes on with a run: forward where it was cut short, or back.
struct RunRevival: Sendable {
    var platform: Platform
    let console: Console
    let actor: String
    let strict: Bool
    /// Somebody hands the run of another version of lastgood over to this one.
    let handOver: Bool
    /// What is left of a run by hand is done without asking.
    var asksNobody = false

    enum Wish: Sendable {
        case resume
        /// Forward or back as the run goes, with a person who decides before each step.
        case byHand
        case undo(why: String)
    }

    /// - Parameter named: the run that was asked for; nil means the newest.
    func execute(_ wish: Wish, named: RunID?) async throws -> ExitCode {
        if let named, case let place = platform.state.place(of: named), place != platform.state {
            var there = self
            there.platform = try await platform.moved(to: place)
            return try await there.execute(wish, named: named)
        }
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: named)
        let stored = try find(named)
        lock.describe(run: stored.run, in: platform.state)
        try await refuse(wish, stored)
        if isByHand(wish, stored), !console.canAsk {
            return try ManualPaper(platform: platform, console: console).print(
                stored, code: stored.state.unfinished ? .interrupted : .stuck)
        }
        let code = try await goOn(wish, stored, lock.label(in: platform.state))
        _ = lock
        return code
    }

    /// The events are kept in memory too: a disk that takes nothing must not cost a run its last words.
    private func goOn(_ wish: Wish, _ stored: StoredRun, _ label: LockLabel) async throws -> ExitCode {
        let show = RunShow(console, platform.logLevel)
        let path = platform.state.eventsPath(stored.run)
        let earlier = (try? EventLog.read(path).events) ?? []
        let collector = EventCollector()
        let keeper = isByHand(wish, stored) ? IncidentKeeper(platform, stored.header.plan, earlier: earlier) : nil
        let sinks: [any EventSink] = [show.sink, collector, EventLog(path)] + [keeper].compactMap(\.self)
        let hub = EventHub(
            clock: platform.effects.clock, sinks: sinks, startingAt: .seconds(age(of: stored, earlier)))
        let interruption = Interruption()
        try interruption.watch { hub.emit(.warning(interruption.words)) }
        let snapshot = RunSnapshot(platform: platform, hub: hub, interruption: interruption, label: label)
        let ending = RunEnding(platform: platform, strict: strict, snapshot: snapshot)
        let pace = keeper.map { ManualPace(platform: platform, hub: hub, keeper: $0, interruption) }
        let assembly = RunAssembly(platform: platform, hub: hub, interruption: interruption, pace: pace)
        let executor = try await assembly.reopen(stored, direction(wish, stored))
        do {
            let end = try await show.watched(hub) {
                if case .undo(let why) = wish { try await executor.undo(why: why) } else { try await executor.run() }
            }
            return await ending.finish(stored.run, end, hub, show, incident: keeper?.path) {
                earlier + collector.events
            }
        } catch {
            ending.cutShort(stored.run, by: error, hub, console) { earlier + collector.events }
            throw error
        }
    }

    private func isByHand(_ wish: Wish, _ stored: StoredRun) -> Bool {
        switch wish {
        case .byHand: true
        case .resume: stored.header.plan.level == .manual && !asksNobody
        case .undo: false
        }
    }

    /// Seconds that the run has taken: of one that waits for somebody, since its beginning; an ended one took no more
    /// time since its end.
    private func age(of stored: StoredRun, _ earlier: [RunEvent]) -> Double {
        let told = earlier.last?.elapsed ?? 0
        guard stored.state.resumable, let began = stored.contents.records.first?.time else { return told }
        return max(told, platform.effects.clock.wallTime().timeIntervalSince(began))
    }

    private func direction(_ wish: Wish, _ stored: StoredRun) -> Direction {
        if case .undo = wish { .backward } else { stored.state.direction }
    }

    private func find(_ named: RunID?) throws -> StoredRun {
        let found = try named.map { try platform.state.read($0) } ?? platform.state.newest()
        guard let found else {
            throw Failure.noRun(
                named.map { "there is no \($0) on this platform" } ?? "nothing was ever rolled back here")
        }
        return found
    }

    private func refuse(_ wish: Wish, _ stored: StoredRun) async throws {
        switch wish {
        case .byHand where !stored.state.opensByHand: throw Failure.runEnded(stored.run)
        case .resume where !stored.state.resumable: throw Failure.runEnded(stored.run)
        case .undo where stored.state.end?.undone == true:
            throw Failure.nothingToDo("\(stored.run) was taken back already: the state before it is back")
        default: break
        }
        if let later = try platform.state.standing(after: stored.run).first {
            throw Failure.laterRun(stored.run, later: later)
        }
        try await refuseMoved(stored, direction(wish, stored))
        guard stored.header.version != Version.text, !handOver else { return }
        throw Failure.otherVersion(
            stored.run, began: stored.header.version, own: Version.text, again: TypedLine().with("--hand-over"))
    }

    private func refuseMoved(_ stored: StoredRun, _ direction: Direction) async throws {
        let now = try await platform.current()
        let checkout = RunCheckout(platform.git, stored.header.plan, stored.state)
        guard let left = try await checkout.left(going: direction, at: now) else { return }
        let isAlternative = direction == .backward && !stored.state.unfinished
        throw Failure.checkoutMoved(
            stored.run, now: now, left: left, before: isAlternative ? stored.header.plan.current : nil)
    }
}
