import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Replaces one of git's own files (`index`, `HEAD`, a branch) by git's own protocol: `name.lock` is made, then renamed
/// over `name`. The lock is made as a second link to a file of ours, so a lock that a crash left behind is known to be
/// ours by its inode, and another's lock is never touched (git, `lockfile.h`).
struct GitLinkLock {
    /// Git's file.
    let path: String
    /// Our file with the new content, on the same file system; it is kept.
    let source: String
    /// What the run would replace the same file by when it goes the other way: a crash on that way left its lock.
    var other: String?

    private var lock: String { "\(path).lock" }

    /// - Throws: `Failure.gitLocked` while another git works on the file.
    func replace() throws {
        if let other, Self.same(other, lock) { unlink(lock) }
        if link(source, lock) != 0 {
            if errno == EXDEV { return try replaceFromElsewhere() }
            guard errno == EEXIST else { throw Failure.file(path: lock, doing: "make git's lock", errno: errno) }
            guard isOurs(lock) else { throw Failure.gitLocked(path: lock, holder: nil) }
        }
        if isOurs(path) {
            // Two names of one file: rename would leave both (rename(2)).
            unlink(lock)
        } else {
            try FileCall.check(path, "replace git's file") { rename(lock, path) }
        }
        if let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }

    /// Our file lies in memory because the disk takes nothing: copied, and where not even that fits, in the old one's room.
    private func replaceFromElsewhere() throws {
        guard access(lock, F_OK) != 0 else { throw Failure.gitLocked(path: lock, holder: nil) }
        do {
            try FileCopy.copy(source, to: lock)
            try FileCall.check(path, "replace git's file") { rename(lock, path) }
        } catch Failure.file(_, _, ENOSPC) {
            unlink(lock)
            try FileCopy.copy(source, to: path)
        }
    }

    /// Takes away the lock that a crash of ours left, if there is one.
    func unlock() { if isOurs(lock) { unlink(lock) } }

    /// Whether the file is the one that `replace` puts there.
    func isOurs(_ candidate: String) -> Bool { Self.same(source, candidate) }

    var isReplaced: Bool { isOurs(path) }

    private static func same(_ left: String, _ right: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard lstat(left, &first) == 0, lstat(right, &second) == 0 else { return false }
        if first.st_dev == second.st_dev { return first.st_ino == second.st_ino }
        return first.st_size == second.st_size && (try? FileCall.read(left)) == (try? FileCall.read(right))
    }
}
