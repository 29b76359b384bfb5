import Glibc
import RollbackCore
import RollbackFiles

/// The right to read a store, or to write to it: `flock(2)`, which ends with the process however it ends.
final class StoreLock: Sendable {
    enum Use: Sendable {
        /// Shared with other readers.
        case reading
        case writing
    }

    private let descriptor: Int32

    /// Whoever still has it after this many tries keeps it for longer than a look.
    private static let tries = 25
    private static let pause: useconds_t = 2_000

    /// Ends in `deinit` also where it throws.
    /// - Throws: `SnapshotFailure.busy` when another process uses the store in a way that excludes this one.
    init(_ path: String, _ use: Use, store: String) throws {
        descriptor = try FileCall.check(path, "open the lock") { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        let operation = (use == .reading ? LOCK_SH : LOCK_EX) | LOCK_NB
        for _ in 0..<Self.tries {
            if flock(descriptor, operation) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(Self.pause)
        }
        guard errno == EWOULDBLOCK else { throw Failure.file(path: path, doing: "lock", errno: errno) }
        throw Failure.snapshot(.busy(path: store))
    }

    deinit { close(descriptor) }
}
