import CRollbackSystem
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A state directory in memory, for a platform whose disk takes nothing any more. It is gone after a reboot, so a run
/// kept there may be neither resumable nor undoable, and is made only with somebody's consent.
package enum MemoryState {
    /// Named after the folder that the state would lie in, so that `resume`, `undo` and `status` find it: by when it was
    /// made too, because device and inode numbers are used again.
    package static func directory(for state: StateDirectory) -> StateDirectory? {
        if state.isInMemory { return state }
        var facts = stat()
        guard stat(state.anchor, &facts) == 0 else { return nil }
        let name = "\(geteuid())-\(facts.st_dev)-\(facts.st_ino)-\(lg_birth(state.anchor))"
        return StateDirectory(path: "/dev/shm/lastgood-\(name)/state", diskPath: state.path)
    }

    /// The state in memory, if one was made. Another user's folder is not trusted.
    package static func existing(for state: StateDirectory) -> StateDirectory? {
        guard let memory = directory(for: state), isOurs(memory.anchor), access(memory.runsPath, F_OK) == 0 else {
            return nil
        }
        return memory
    }

    /// Where the state is that counts: in memory while the disk takes nothing, and for as long as nothing newer was done
    /// on the disk since.
    package static func newest(for disk: StateDirectory) -> StateDirectory {
        guard let memory = existing(for: disk) else { return disk }
        if isNeeded(for: disk) { return memory }
        return number(memory) > number(disk) ? memory : disk
    }

    private static func number(_ state: StateDirectory) -> Int { (try? state.runs().last?.number) ?? 0 }

    /// What a run needs at least: for its records, and for its files beside them.
    private static let (bytes, files) = (UInt(2 << 20), UInt(64))

    /// Whether a disk takes no run any more: it is read-only, or has no room left, or no more files.
    package static func isNeeded(for state: StateDirectory) -> Bool {
        var space = statvfs()
        let place = access(state.path, F_OK) == 0 ? state.path : state.anchor
        guard statvfs(place, &space) == 0 else { return true }
        // File systems without a fixed number of files say 0 of 0.
        let lacksFiles = space.f_files > 0 && space.f_favail < files
        return space.f_flag & UInt(ST_RDONLY) != 0 || space.f_bavail * UInt(space.f_frsize) < bytes || lacksFiles
    }

    /// Makes the folder, or finds that it is ours. Everybody may make folders where it lies: what somebody else put
    /// there in time, to read what a run keeps or to have it write elsewhere, is refused.
    static func secure(_ folder: String) throws {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw Failure.file(path: folder, doing: "make the folder", errno: errno)
        }
        guard isOurs(folder) else { throw Failure.folderNotOurs(path: folder) }
    }

    /// A run lets the repository's owner pass through (0710), and nobody do more.
    private static func isOurs(_ folder: String) -> Bool {
        guard let facts = FileCall.facts(folder) else { return false }
        return facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == geteuid() && facts.st_mode & 0o067 == 0
    }
}
