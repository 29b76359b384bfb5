import Glibc
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Whether a run could be recorded, and what it overwrites be kept.
struct StateDoctor: Sendable {
    let platform: Platform
    private static let subject = "state"
    /// Less than this is little for what a rollback keeps and builds beside.
    private static let little = 200_000_000

    func findings() -> [Finding] {
        let disk = platform.state.onDisk
        guard !MemoryState.isNeeded(for: disk) else {
            return [
                Finding(
                    .problem, Self.subject, "the disk of \(disk.anchor) takes nothing: it is full or read-only",
                    advice: "Make room there: a rollback could be neither resumed nor undone after a reboot")
            ]
        }
        let places = [access(disk.path, F_OK) == 0 ? disk.path : disk.anchor] + platform.git.written
        let closed = places.filter { access($0, W_OK) != 0 }
        guard closed.isEmpty else {
            return closed.map {
                Finding(
                    .problem, Self.subject, "this user may not write into \($0)",
                    advice: "Act as its owner, or use sudo")
            }
        }
        return [room(disk)]
            + (platform.state.isInMemory ? [Finding(.warning, Self.subject, Platform.keptInMemory)] : [])
    }

    private func room(_ disk: StateDirectory) -> Finding {
        guard let free = disk.free else { return Finding(.ok, Self.subject, "\(disk.path) can be written") }
        let text = "\(disk.path) can be written, and \(free / 1_000_000) MB are free there"
        guard free < Self.little else { return Finding(.ok, Self.subject, text) }
        return Finding(.warning, Self.subject, text, advice: "Make room there before it is needed")
    }
}
