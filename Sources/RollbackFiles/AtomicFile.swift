package import FoundationEssentials
package import Glibc
import RollbackCore
import Synchronization

/// The one way a small file is replaced: readers see the old content or the new, also after a crash.
package enum AtomicFile {
    private static let count = Atomic<Int>(0)

    /// Each of its own: two tasks of one program may write the same file at once. And short: the file's own name may be
    /// as long as the file system takes.
    private static func temporary(beside path: String) -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        let name = ".lastgood-\(getpid())-\(number).new"
        return path.lastIndex(of: "/").map { path[...$0] + name } ?? name
    }

    /// Whether a name is one that a writer which was killed has left beside a file.
    package static func isDraft(_ name: String) -> Bool { name.hasPrefix(".lastgood-") && name.hasSuffix(".new") }

    /// Writes beside, makes durable, renames over, makes the folder durable.
    /// - Parameters:
    ///   - durable: false leaves out both fsyncs: right for what a reboot makes void anyway.
    ///   - like: the new file has this one's mode, and where that can be its owner, before anybody sees it.
    package static func write(
        _ data: Data, to path: String, mode: mode_t = 0o600, durable: Bool = true, like: stat? = nil
    ) throws {
        let temporary = temporary(beside: path)
        unlink(temporary)
        let descriptor = try FileCall.check(path, "create") {
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        do {
            defer { close(descriptor) }
            try data.withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
            if let like {
                // Only root can give files away; the mode comes after, because a change of owner takes bits of it.
                _ = fchown(descriptor, like.st_uid, like.st_gid)
                try FileCall.check(path, "set the mode") { fchmod(descriptor, like.st_mode & 0o7777) }
            }
            if durable { try FileCall.check(path, "make durable") { fsync(descriptor) } }
            try FileCall.check(path, "rename the new file over") { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
        if durable, let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }
}
