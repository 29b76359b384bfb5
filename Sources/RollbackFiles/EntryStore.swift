import Glibc
import RollbackCore

/// Keeps what is about to be overwritten, and gives it back.
///
/// A file is kept by a second link to the same inode: nothing is copied, and modes, owners, times and attributes are
/// the file's own, because it is the file itself. The live path is replaced by rename and never written into, so the
/// kept inode does not change. Where links cannot be made (another file system, a foreign owner) it is copied.
package struct EntryStore {
    private let tree: Tree
    private let store: FolderHandle

    /// - Parameter folder: must exist; private to one run.
    package init(tree: Tree, folder: String) throws {
        self.tree = tree
        store = try FolderHandle.open(folder)
    }

    /// Notes what stands at each path and keeps files and links. Can be repeated before anything was changed.
    package func keep(_ paths: [TreePath]) throws -> [SavedEntry] {
        var entries: [SavedEntry] = []
        for (number, path) in paths.enumerated() {
            let folder = try tree.folder(of: path)
            // What an earlier call kept under this number may have been of another kind.
            unlinkat(store.descriptor, "\(number)", 0)
            let entry = SavedEntry(path: path, facts: folder?.facts(path.name), stored: "\(number)")
            if let folder, entry.kind == .file || entry.kind == .link { try link(path.name, folder, "\(number)") }
            entries.append(entry)
        }
        try store.sync()
        return entries
    }

    private func link(_ name: String, _ folder: FolderHandle, _ stored: String) throws {
        if linkat(folder.descriptor, name, store.descriptor, stored, 0) == 0 { return }
        guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP].contains(errno) else {
            throw Failure.file(path: "\(folder.path)/\(name)", doing: "keep", errno: errno)
        }
        try FileCopy.copy(name, in: folder, to: stored, in: store)
    }

    /// Takes a folder that stands where a file is to be, whole. Quiet when it was taken already.
    package func setAside(_ entry: SavedEntry) throws {
        guard let stored = entry.stored, let folder = try tree.folder(of: entry.path) else { return }
        guard let facts = folder.facts(entry.path.name), facts.st_mode & S_IFMT == S_IFDIR else { return }
        try moveAside(entry.path, folder, stored)
    }

    /// Into the store, or beside where the store lies on another file system: neither needs room.
    private func moveAside(_ path: TreePath, _ folder: FolderHandle, _ stored: String) throws {
        let full = "\(tree.root.path)/\(path)"
        do {
            try FileCall.check(full, "set the folder aside") {
                renameat(folder.descriptor, path.name, store.descriptor, stored)
            }
        } catch Failure.file(_, _, EXDEV) {
            try FileCall.check(full, "set the folder aside") {
                renameat(folder.descriptor, path.name, folder.descriptor, beside(stored))
            }
        }
        tree.touch(folder)
    }

    /// No other run's.
    private func beside(_ stored: String) -> String { ".lastgood-aside-\(store.facts?.st_ino ?? 0)-\(stored)" }

    /// Puts back what was there. Can be repeated, and after a crash at any instant of an earlier call.
    package func giveBack(_ entries: [SavedEntry]) throws {
        let ordered = entries.sorted { $0.path < $1.path }
        for entry in ordered.reversed() where entry.kind == .missing { try takeAway(entry.path) }
        for entry in ordered where entry.kind != .missing { try giveBack(entry) }
        try tree.sync()
    }

    /// A folder that came with the target stays if somebody has put something of his own into it.
    private func takeAway(_ path: TreePath) throws {
        let isFolder = try tree.facts(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
        try isFolder ? tree.removeFolderIfEmpty(path) : tree.remove(path)
    }

    private func giveBack(_ entry: SavedEntry) throws {
        switch entry.kind {
        case .file, .link: try giveBackFile(entry)
        case .folder: try giveBackFolder(entry)
        case .missing, .other: return
        }
    }

    private func giveBackFile(_ entry: SavedEntry) throws {
        guard let stored = entry.stored, let kept = store.facts(stored) else {
            throw Failure.objectMissing("the kept copy of \(entry.path)")
        }
        let folder = try tree.makeFolders(above: entry.path)
        if let now = folder.facts(entry.path.name), now.st_ino == kept.st_ino, now.st_dev == kept.st_dev { return }
        try clearFolder(entry, folder)
        let temporary = ".lastgood-back-\(stored)"
        unlinkat(folder.descriptor, temporary, 0)
        if linkat(store.descriptor, stored, folder.descriptor, temporary, 0) != 0 {
            do {
                try FileCopy.copy(stored, in: store, to: temporary, in: folder)
            } catch Failure.file(_, _, ENOSPC) {
                return try copyBackInPlace(stored, entry, folder, temporary)
            }
        }
        try FileCall.check("\(tree.root.path)/\(entry.path)", "put back") {
            renameat(folder.descriptor, temporary, folder.descriptor, entry.path.name)
        }
        tree.touch(folder)
    }

    /// On a full disk, with the kept files in memory: what stands there gives its room.
    private func copyBackInPlace(
        _ stored: String, _ entry: SavedEntry, _ folder: FolderHandle, _ temporary: String
    ) throws {
        unlinkat(folder.descriptor, temporary, 0)
        unlinkat(folder.descriptor, entry.path.name, 0)
        try FileCopy.copy(stored, in: store, to: entry.path.name, in: folder)
        tree.touch(folder)
    }

    /// The target had a folder where a file was: its own files are gone by now, and what somebody has put into it since
    /// is moved to the store whole.
    private func clearFolder(_ entry: SavedEntry, _ folder: FolderHandle) throws {
        guard let now = folder.facts(entry.path.name), now.st_mode & S_IFMT == S_IFDIR else { return }
        try tree.removeFolderIfEmpty(entry.path)
        guard folder.facts(entry.path.name) != nil else { return }
        try moveAside(entry.path, folder, "\(entry.stored ?? entry.path.name)-since")
    }

    /// Where a folder is that was set aside.
    private func asideNow(_ stored: String, _ folder: FolderHandle) -> (FolderHandle, String)? {
        if store.facts(stored) != nil { return (store, stored) }
        return folder.facts(beside(stored)) == nil ? nil : (folder, beside(stored))
    }

    private func giveBackFolder(_ entry: SavedEntry) throws {
        let folder = try tree.makeFolders(above: entry.path)
        let full = "\(tree.root.path)/\(entry.path)"
        if let stored = entry.stored, let (holder, name) = asideNow(stored, folder) {
            unlinkat(folder.descriptor, entry.path.name, 0)
            try FileCall.check(full, "put the folder back") {
                renameat(holder.descriptor, name, folder.descriptor, entry.path.name)
            }
        } else {
            if let now = folder.facts(entry.path.name), now.st_mode & S_IFMT != S_IFDIR { try tree.remove(entry.path) }
            if folder.facts(entry.path.name) == nil {
                try FileCall.check(full, "make the folder") { mkdirat(folder.descriptor, entry.path.name, 0o700) }
            }
        }
        if let now = folder.facts(entry.path.name) {
            var like = now
            (like.st_uid, like.st_gid) = (entry.user, entry.group)
            try tree.own(folder, entry.path.name, like, mode: mode_t(entry.mode), full)
        }
        tree.touch(folder)
    }
}
