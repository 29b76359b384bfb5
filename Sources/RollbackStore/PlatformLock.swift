import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// The right to change a platform: `flock(2)` on one file, held for the run. It dies with the process, so nobody
/// ever has to remove it by hand. The text in the file is for people and decides nothing.
package struct PlatformLock: ~Copyable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// The text goes first: nobody is to be named as holding what is free.
    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// - Throws: `Failure.locked` with who holds it.
    package static func acquire(_ path: String, as owner: LockOwner) throws -> PlatformLock {
        let descriptor = try FileCall.check(path, "open the lock") { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        do {
            try take(descriptor, path)
            try describe(owner, descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        return PlatformLock(descriptor: descriptor)
    }

    /// A holder that says nothing of itself is asked again for a moment: it may be about to say who it is, or only
    /// look (`isHeld`).
    private static func take(_ descriptor: Int32, _ path: String) throws {
        for _ in 0..<50 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK else { throw Failure.file(path: path, doing: "lock", errno: errno) }
            if let owner = described(path) { throw Failure.locked(owner) }
            usleep(2_000)
        }
        throw Failure.locked(.unknown)
    }

    /// Says who holds it and for what, for the next one who asks.
    package func describe(_ owner: LockOwner, path: String) throws { try Self.describe(owner, descriptor, path) }

    private static func describe(_ owner: LockOwner, _ descriptor: Int32, _ path: String) throws {
        let text = try JSONText.data(owner)
        // A full disk must not keep anybody from a rollback: the lock holds without its text.
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Who holds the lock, as far as its text tells: between locking and writing there is a moment without one.
    package static func holder(_ path: String) -> LockOwner {
        for _ in 0..<50 {
            if let owner = described(path) { return owner }
            usleep(2_000)
        }
        return .unknown
    }

    /// What the text says, unless its process is gone: then it is an earlier holder's.
    private static func described(_ path: String) -> LockOwner? {
        guard let data = try? FileCall.read(path), let owner = try? JSONText.decode(LockOwner.self, from: data),
            kill(owner.process, 0) == 0 || errno == EPERM
        else { return nil }
        return owner
    }

    /// Whether anybody holds it now.
    package static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor != -1 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        return false
    }
}

extension LockOwner {
    /// A holder that left no text: never ended by anybody.
    fileprivate static let unknown = LockOwner(
        host: "unknown", user: "unknown", process: 0, since: "unknown", purpose: .rollback, run: nil)
}
