package import FoundationEssentials
package import Glibc
import RollbackCore

/// The one way a small file is replaced: readers see the old content or the new, also after a crash.
package enum AtomicFile {
    /// Writes beside, makes durable, renames over, makes the folder durable.
    /// - Parameter durable: false leaves out both fsyncs: right for what a reboot makes void anyway.
    package static func write(_ data: Data, to path: String, mode: mode_t = 0o600, durable: Bool = true) throws {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        let descriptor = try FileCall.check(path, "create") {
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        do {
            defer { close(descriptor) }
            try data.withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
            if durable { try FileCall.check(path, "make durable") { fsync(descriptor) } }
            try FileCall.check(path, "rename the new file over") { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
        if durable, let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }
}
