import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackSystem

/// Takes the platform for one run.
struct RunLock: Sendable {
    let platform: Platform
    let actor: String

    /// Background work is given this long to put down what it does.
    private static let patience = Duration.seconds(3)

    func acquire(run: RunID?) async throws -> PlatformLock {
        try platform.state.prepare(program: Version.text)
        return try await Preemption.acquire(
            platform.state, as: owner(run), patience: Self.patience, clock: platform.effects.clock)
    }

    func owner(_ run: RunID?) -> LockOwner {
        let host = platform.machine.host
        return LockOwner(
            host: host.hostName, user: actor, process: host.process,
            since: platform.effects.clock.wallTime().formatted(.iso8601), purpose: .rollback, run: run)
    }

    /// - Throws: `Failure.runUnfinished` while an earlier run waits to be resumed or undone.
    func refuseUnfinished() throws {
        if let newest = try platform.state.newest(), newest.state.unfinished {
            throw Failure.runUnfinished(newest.run)
        }
    }
}
