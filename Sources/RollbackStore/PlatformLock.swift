import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// The right to change a platform: `flock(2)` on the folder that its state on the disk lies in, held for the run, also by
/// a run whose state is in memory. It needs no room on the disk and dies with the process, so nobody ever has to remove
/// it by hand. The text beside it is for people and decides nothing.
package struct PlatformLock: ~Copyable {
    private let descriptor: Int32
    private let owner: LockOwner

    private init(descriptor: Int32, owner: LockOwner) { (self.descriptor, self.owner) = (descriptor, owner) }
    /// Let go of by name: a helper that is just being started has the descriptor, too, until it executes its program.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// A look at the lock takes it for an instant (`isHeld`); whoever still has it after this many tries holds it.
    private static let tries = 25
    private static let pause: useconds_t = 2_000

    /// - Throws: `Failure.locked` with who holds it.
    package static func acquire(_ state: StateDirectory, as owner: LockOwner) throws -> PlatformLock {
        let descriptor = try FileCall.check(state.lockAnchor, "open the folder to lock") {
            open(state.lockAnchor, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        for _ in 0..<tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                let lock = PlatformLock(descriptor: descriptor, owner: owner)
                lock.describe(in: state)
                return lock
            }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(pause)
        }
        let reason = errno
        close(descriptor)
        guard reason == EWOULDBLOCK else { throw Failure.file(path: state.lockAnchor, doing: "lock", errno: reason) }
        throw Failure.locked(holder(state))
    }

    /// Says who holds it and for what, for the next one who asks. A full disk must not keep anybody from a rollback:
    /// the lock holds without its text.
    /// - Parameter run: what it is held for, once that is known.
    package func describe(run: RunID? = nil, in state: StateDirectory) {
        LockLabel(owner: owner, state: state).write(run: run)
    }

    /// The text by itself, for whoever does not have the lock at hand.
    package func label(in state: StateDirectory) -> LockLabel { LockLabel(owner: owner, state: state) }
}

/// The text beside a lock, written for its holder.
package struct LockLabel: Sendable {
    fileprivate let owner: LockOwner
    fileprivate let state: StateDirectory

    /// - Parameter purpose: `.background`: from now on a rollback goes first. What the holder does must give way then.
    package func write(run: RunID? = nil, purpose: LockPurpose? = nil) {
        var owner = owner
        owner.run = run ?? owner.run
        owner.purpose = purpose ?? owner.purpose
        guard let text = try? JSONText.data(owner) else { return }
        try? AtomicFile.write(text, to: state.lockPath, durable: false)
    }
}

extension PlatformLock {
    /// Who holds the lock, as far as its text tells: between locking and writing there is a moment without one.
    package static func holder(_ state: StateDirectory) -> LockOwner {
        for _ in 0..<50 {
            if let owner = said(state) ?? state.twin.flatMap(said) { return owner }
            usleep(pause)
        }
        return LockOwner(host: "unknown", user: "unknown", process: 0, since: "unknown", purpose: .rollback, run: nil)
    }

    /// What is written there, if its process lives.
    private static func said(_ state: StateDirectory) -> LockOwner? {
        guard let data = try? FileCall.read(state.lockPath),
            let owner = try? JSONText.decode(LockOwner.self, from: data),
            kill(owner.process, 0) == 0 || errno == EPERM
        else { return nil }
        return owner
    }

    /// Whether anybody holds it now.
    package static func isHeld(_ state: StateDirectory) -> Bool {
        let descriptor = open(state.lockAnchor, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor != -1 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        return false
    }
}
