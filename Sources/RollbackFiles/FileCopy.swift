import CRollbackSystem
import Glibc
import RollbackCore

/// Copies one file or link with everything that belongs to it: bytes, mode, owner, times, extended attributes.
package enum FileCopy {
    /// - Parameter target: replaced if it exists.
    package static func copy(_ source: String, to target: String) throws {
        let (from, to) = (FileCall.parent(of: source) ?? "/", FileCall.parent(of: target) ?? "/")
        unlink(target)
        try copy(
            String(source.dropFirst(from.count + 1)), in: FolderHandle.open(from),
            to: String(target.dropFirst(to.count + 1)), in: FolderHandle.open(to))
    }

    /// - Parameter target: must not exist.
    static func copy(_ name: String, in source: FolderHandle, to targetName: String, in target: FolderHandle) throws {
        let path = "\(source.path)/\(name)"
        guard let facts = source.facts(name) else { throw Failure.file(path: path, doing: "look at", errno: ENOENT) }
        if facts.st_mode & S_IFMT == S_IFLNK {
            try copyLink(name, source, targetName, target, facts)
        } else {
            try copyBytes(name, source, targetName, target, facts)
        }
        let full = "\(target.path)/\(targetName)"
        var times = [facts.st_atim, facts.st_mtim]
        try FileCall.check(full, "set the times") {
            utimensat(target.descriptor, targetName, &times, AT_SYMLINK_NOFOLLOW)
        }
    }

    private static func copyLink(
        _ name: String, _ source: FolderHandle, _ targetName: String, _ target: FolderHandle, _ facts: stat
    ) throws {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let path = "\(source.path)/\(name)"
        try FileCall.check(path, "read the link") {
            readlinkat(source.descriptor, name, &buffer, Int(PATH_MAX))
        }
        try FileCall.check(path, "copy the link") { symlinkat(buffer, target.descriptor, targetName) }
        try giveOwner(targetName, in: target, facts)
    }

    private static func giveOwner(_ name: String, in folder: FolderHandle, _ facts: stat) throws {
        guard geteuid() == 0 else { return }
        try FileCall.check("\(folder.path)/\(name)", "set the owner") {
            fchownat(folder.descriptor, name, facts.st_uid, facts.st_gid, AT_SYMLINK_NOFOLLOW)
        }
    }

    private static func copyBytes(
        _ name: String, _ source: FolderHandle, _ targetName: String, _ target: FolderHandle, _ facts: stat
    ) throws {
        let path = "\(source.path)/\(name)"
        let from = try FileCall.check(path, "open") {
            openat(source.descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        }
        defer { close(from) }
        let to = try FileCall.check("\(target.path)/\(targetName)", "create") {
            openat(target.descriptor, targetName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        defer { close(to) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try FileCall.check(path, "read") { read(from, &buffer, buffer.count) }
            if count == 0 { break }
            try buffer.withUnsafeBytes {
                try FileCall.write(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: to, path: target.path)
            }
        }
        // The owner first: a change of owner takes set-user-id bits and capabilities away (chown(2)).
        try giveOwner(targetName, in: target, facts)
        try copyAttributes(from, to, path)
        try FileCall.check(path, "set the mode") { fchmod(to, facts.st_mode & 0o7777) }
        try FileCall.check(path, "make the copy durable") { fsync(to) }
    }

    /// Attributes that the file system or the user may not set (`security.*`) are left: they are not ours to give.
    private static func copyAttributes(_ from: Int32, _ to: Int32, _ path: String) throws {
        var names = [CChar](repeating: 0, count: 65_536)
        let length = flistxattr(from, &names, names.count)
        guard length > 0 else { return }
        for name in names[..<length].split(separator: 0) where !name.isEmpty {
            let key = Array(name) + [0]
            var value = [UInt8](repeating: 0, count: 65_536)
            let size = fgetxattr(from, key, &value, value.count)
            if size >= 0, fsetxattr(to, key, value, size, 0) != 0, ![EPERM, EOPNOTSUPP, EACCES].contains(errno) {
                throw Failure.file(path: path, doing: "copy an attribute", errno: errno)
            }
        }
    }
}
