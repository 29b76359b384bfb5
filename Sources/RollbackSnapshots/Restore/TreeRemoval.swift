import Glibc

/// Removes a tree of our own making, without following a link.
enum TreeRemoval {
    /// - Throws: `SystemNumber`.
    static func remove(_ name: [UInt8], in parent: OpenFolder) throws {
        if unlinkat(parent.descriptor, CName.of(name), 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw SystemNumber(errno: errno) }
        // What was made read-only already must be opened again.
        _ = fchmodat(parent.descriptor, CName.of(name), 0o700, 0)
        let folder = try parent.folder(name).get()
        var names: [[UInt8]] = []
        try FolderNames.each(folder) { name, _ in names.append(name) }
        for name in names { try remove(name, in: folder) }
        guard unlinkat(parent.descriptor, CName.of(name), AT_REMOVEDIR) == 0 else { throw SystemNumber(errno: errno) }
    }
}
