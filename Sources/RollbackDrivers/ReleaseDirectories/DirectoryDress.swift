import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Gives the files of a release directory the permissions and owners of the live ones, and the commit's time: files
/// that were written at one time in two directories are then alike, and git needs no second look at them.
struct DirectoryDress {
    let settings: DirectoryBuild
    /// Seconds since 1970.
    let time: Int

    func dress() throws {
        let live = try settings.folders.live()?.path ?? settings.folders.root
        guard let root = FileCall.facts(settings.folders.root) else {
            throw Failure.file(path: settings.folders.root, doing: "look at", errno: errno)
        }
        var failure: (any Error)?
        try TreeWalk.walk(settings.directory, enter: { $0 != DirectoryMarker.folder }) { path, _, _ in
            guard failure == nil, path != DirectoryMarker.folder else { return }
            do {
                let new = "\(settings.directory)/\(path)"
                guard let facts = FileCall.facts(new) else { return }
                try dress(new, facts, like: FileCall.facts("\(live)/\(path)"), root)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func dress(_ path: String, _ facts: stat, like old: stat?, _ root: stat) throws {
        let kind = facts.st_mode & S_IFMT
        let same = old.flatMap { $0.st_mode & S_IFMT == kind ? $0 : nil }
        if geteuid() == 0 {
            let owner = same ?? root
            try FileCall.check(path, "set the owner") { lchown(path, owner.st_uid, owner.st_gid) }
        }
        if kind == S_IFDIR {
            // Its time is its entries' affair.
            return try mode(path, (same ?? root).st_mode & 0o777)
        }
        if kind == S_IFREG {
            let readable = same.map { $0.st_mode & 0o666 } ?? root.st_mode & 0o664
            try mode(path, readable | (facts.st_mode & S_IXUSR != 0 ? (readable & 0o444) >> 2 : 0))
        }
        var times = [timespec(tv_sec: time, tv_nsec: 0), timespec(tv_sec: time, tv_nsec: 0)]
        try FileCall.check(path, "set the times") { utimensat(AT_FDCWD, path, &times, AT_SYMLINK_NOFOLLOW) }
    }

    private func mode(_ path: String, _ mode: mode_t) throws {
        try FileCall.check(path, "set the mode") { chmod(path, mode) }
    }
}
