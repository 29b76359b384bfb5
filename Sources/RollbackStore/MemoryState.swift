import CRollbackSystem
import FoundationEssentials
import Glibc
import RollbackFiles

/// A state directory in memory, for a platform whose disk takes nothing any more. It is gone after a reboot, so a run
/// kept there may be neither resumable nor undoable, and is made only with somebody's consent.
package enum MemoryState {
    /// Named after the folder that the state would lie in, so that `resume`, `undo` and `status` find it: by when it was
    /// made too, because device and inode numbers are used again.
    package static func directory(for state: StateDirectory) -> StateDirectory? {
        var facts = stat()
        guard stat(state.anchor, &facts) == 0 else { return nil }
        let name = "\(geteuid())-\(facts.st_dev)-\(facts.st_ino)-\(lg_birth(state.anchor))"
        return StateDirectory(path: "/dev/shm/lastgood-\(name)/state")
    }

    /// The state in memory, if one was made: it is newer than what the disk has. Another user's folder is not trusted.
    package static func existing(for state: StateDirectory) -> StateDirectory? {
        guard let memory = directory(for: state) else { return nil }
        var facts = stat()
        guard lstat(memory.anchor, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid(),
            access(memory.runsPath, F_OK) == 0
        else { return nil }
        return memory
    }

    /// Whether a disk has no room left for a run.
    package static func isNeeded(for state: StateDirectory) -> Bool {
        var space = statvfs()
        let place = access(state.path, F_OK) == 0 ? state.path : state.anchor
        guard statvfs(place, &space) == 0 else { return true }
        return space.f_flag & UInt(ST_RDONLY) != 0 || space.f_bavail * UInt(space.f_frsize) < 2 << 20
    }
}
