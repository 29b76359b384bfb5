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

    private var lock: String { "\(path).lock" }

    /// - Throws: `Failure.gitLocked` while another git works on the file.
    func replace() throws {
        if link(source, lock) != 0 {
            guard errno == EEXIST else { throw Failure.file(path: lock, doing: "make git's lock", errno: errno) }
            guard isOurs(lock) else { throw GitLocks.failure(lock) }
        }
        if isOurs(path) {
            // Two names of one file: rename would leave both (rename(2)).
            unlink(lock)
        } else {
            try FileCall.check(path, "replace git's file") { rename(lock, path) }
        }
        if let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }

    /// Whether the file is the one that `replace` puts there.
    func isOurs(_ candidate: String) -> Bool {
        var (ours, theirs) = (stat(), stat())
        guard lstat(source, &ours) == 0, lstat(candidate, &theirs) == 0 else { return false }
        return ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev
    }

    var isReplaced: Bool { isOurs(path) }
}

/// Locks that other gits hold.
enum GitLocks {
    /// The locks that would stop a rollback, as a failure that names the process working in the repository.
    static func failure(_ path: String, holder: String? = nil) -> Failure { .gitLocked(path: path, holder: holder) }
}
