import FoundationEssentials
import Glibc
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

    /// For work that gives way to a rollback; it waits for nobody.
    /// - Throws: `Failure.locked` with who holds the platform.
    func acquireInBackground() throws -> PlatformLock {
        try platform.state.prepare(program: Version.text)
        return try PlatformLock.acquire(platform.state, as: owner(nil, .background))
    }

    private func owner(_ run: RunID?, _ purpose: LockPurpose = .rollback) -> LockOwner {
        let host = platform.machine.host
        return LockOwner(
            host: host.hostName, user: actor, process: host.process,
            since: platform.effects.clock.wallTime().formatted(.iso8601), purpose: purpose, run: run)
    }

    /// For those who do not have the lock yet: a run that somebody performs at this moment is unfinished too.
    /// - Throws: `Failure.locked` while another rollback is under way, and what `refuseUnfinished` throws.
    func refuseOthers() throws {
        try refuseHeld()
        do {
            try refuseUnfinished()
        } catch Failure.runUnfinished {
            // It may have begun, or ended, since the look at the lock.
            try refuseHeld()
            try refuseUnfinished()
        }
    }

    private func refuseHeld() throws {
        guard PlatformLock.isHeld(platform.state) else { return }
        let holder = PlatformLock.holder(platform.state)
        if holder.purpose == .rollback { throw Failure.locked(holder) }
    }

    /// - Throws: `Failure.runUnfinished` while an earlier run, on the disk or in memory, waits to be resumed or undone.
    func refuseUnfinished() throws {
        var newest = try platform.state.newest()
        if let twin = platform.state.twin, isUsable(twin), let other = try twin.newest() {
            newest = newest.map { $0.run < other.run ? other : $0 } ?? other
        }
        if let newest, newest.state.unfinished { throw Failure.runUnfinished(newest.run) }
    }

    /// What a disk that can only be read has begun can be neither resumed nor undone: it is no reason to wait.
    private func isUsable(_ state: StateDirectory) -> Bool { access(state.path, W_OK) == 0 }
}
