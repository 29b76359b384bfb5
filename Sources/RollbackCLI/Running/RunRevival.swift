import FoundationEssentials
import RollbackCore
import RollbackEngine
import RollbackReporting
import RollbackStore

/// Goes on with the newest run: forward where it was cut short, or back.
struct RunRevival: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    let strict: Bool

    enum Wish: Sendable {
        case resume
        case undo(why: String)
    }

    /// - Parameter named: the run that was asked for; nil means the newest.
    func execute(_ wish: Wish, named: RunID?) async throws -> ExitCode {
        let lock = try await RunLock(platform: platform, actor: actor).acquire(run: named)
        let stored = try find(named)
        lock.describe(RunLock(platform: platform, actor: actor).owner(stored.run), in: platform.state)
        try refuse(wish, stored)
        let show = RunShow(console, platform.logLevel)
        let hub = EventHub(
            clock: platform.effects.clock, sinks: [show.sink, EventLog(platform.state.eventsPath(stored.run))])
        let interruption = Interruption()
        try interruption.watch { hub.emit(.warning(Interruption.heard)) }
        let end = try await show.watched(hub) {
            let assembly = RunAssembly(platform: platform, hub: hub, interruption: interruption)
            return switch wish {
            case .resume: try await assembly.reopen(stored, stored.state.direction).run()
            case .undo(let why): try await assembly.reopen(stored, .backward).undo(why: why)
            }
        }
        let events = try EventLog.read(platform.state.eventsPath(stored.run)).events
        let code = try await RunEnding(platform: platform, strict: strict).finish(stored.run, end, events, show)
        _ = lock
        return code
    }

    private func find(_ named: RunID?) throws -> StoredRun {
        let found = try named.map { try platform.state.read($0) } ?? platform.state.newest()
        guard let found else {
            throw Failure.noRun(
                named.map { "there is no \($0) on this platform" } ?? "nothing was ever rolled back here")
        }
        return found
    }

    private func refuse(_ wish: Wish, _ stored: StoredRun) throws {
        let ended = stored.state.end
        switch wish {
        case .resume where !stored.state.resumable: throw Failure.runEnded(stored.run)
        case .undo where ended?.undone == true:
            throw Failure.nothingToDo("\(stored.run) was taken back already: the state before it is back")
        default: return
        }
    }
}
