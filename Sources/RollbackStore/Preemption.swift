import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// How a rollback gets the lock from background work: it asks, waits a bounded time, and only then ends the holder,
/// and only when the holder is a process of the same user.
package enum Preemption {
    /// Acquires the lock, pre-empting a background holder.
    /// - Parameter patience: how long the holder has to put down what it is doing.
    /// - Throws: `Failure.locked` when another rollback holds it, or a background holder that may not be ended.
    package static func acquire(
        _ state: StateDirectory, as owner: LockOwner, patience: Duration, clock: any TimeKeeping
    ) async throws -> PlatformLock {
        do {
            return try PlatformLock.acquire(state, as: owner)
        } catch Failure.locked(let holder) where holder.purpose == .background {
            try ask(state)
            defer { unlink(state.requestPath) }
            if let lock = try await wait(state, owner, for: holder, patience, clock) { return lock }
            guard sameUser(holder) else { throw Failure.locked(holder) }
            kill(holder.process, SIGKILL)
            if let lock = try await wait(state, owner, for: holder, .seconds(5), clock) { return lock }
            throw Failure.locked(holder)
        }
    }

    /// Asked by background work between its pieces: true means to stop and let go of the lock.
    package static func isRequested(_ state: StateDirectory) -> Bool { access(state.requestPath, F_OK) == 0 }

    private static func ask(_ state: StateDirectory) throws {
        let descriptor = try FileCall.check(state.requestPath, "ask for the lock") {
            open(state.requestPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        }
        close(descriptor)
    }

    /// - Throws: `Failure.locked` as soon as somebody else than `holder` has it: that one is not to be ended for it.
    private static func wait(
        _ state: StateDirectory, _ owner: LockOwner, for holder: LockOwner, _ patience: Duration,
        _ clock: any TimeKeeping
    ) async throws -> PlatformLock? {
        let end = clock.now() + patience
        while clock.now() < end {
            do {
                return try PlatformLock.acquire(state, as: owner)
            } catch Failure.locked(let now) where now.process == holder.process || now.process == 0 {
                try await clock.sleep(.milliseconds(20))
            }
        }
        return nil
    }

    private static func sameUser(_ holder: LockOwner) -> Bool {
        guard holder.process > 1 else { return false }
        var facts = stat()
        return stat("/proc/\(holder.process)", &facts) == 0 && facts.st_uid == geteuid()
    }
}
