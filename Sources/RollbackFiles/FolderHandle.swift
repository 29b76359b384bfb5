import CRollbackSystem
package import Glibc
import RollbackCore

/// An open folder: names are resolved against it, so that nothing that is renamed or linked meanwhile can lead
/// elsewhere.
package final class FolderHandle: Sendable {
    package let descriptor: Int32
    /// For messages.
    package let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    package static func open(_ path: String) throws -> FolderHandle {
        let descriptor = try FileCall.check(path, "open the folder") {
            Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        return FolderHandle(descriptor: descriptor, path: path)
    }

    /// Opens a folder below this one without following any symbolic link on the way.
    /// - Returns: nil when it is missing, or when something that is not a folder stands in the way.
    package func folder(_ relative: String) throws -> FolderHandle? {
        let full = "\(path)/\(relative)"
        let descriptor = lg_open_beneath(self.descriptor, relative, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        if [-ENOENT, -ENOTDIR, -ELOOP].contains(descriptor) { return nil }
        guard descriptor >= 0 else { throw Failure.file(path: full, doing: "open the folder", errno: -descriptor) }
        return FolderHandle(descriptor: descriptor, path: full)
    }

    package func facts(_ name: String) -> stat? {
        var facts = stat()
        return fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 ? facts : nil
    }

    package var facts: stat? {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? facts : nil
    }

    package func sync() throws { try FileCall.check(path, "make the folder durable") { fsync(descriptor) } }
}
