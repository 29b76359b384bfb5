package import Glibc
import RollbackCore

/// A live folder tree whose files are replaced one by one, each by one rename. Folders are opened beneath the root
/// without following links, and remembered until they are made durable together.
package final class Tree {
    package let root: FolderHandle
    private var touched: [String: FolderHandle] = [:]

    private let workshop: FolderHandle?

    /// - Parameter workshop: a folder of the run's own in which new folders are made before they are moved in.
    package init(_ path: String, workshop: String? = nil) throws {
        root = try FolderHandle.open(path)
        self.workshop = try workshop.map(FolderHandle.open)
    }

    /// The folder a path lies in, or nil when it does not exist.
    package func folder(of path: TreePath) throws -> FolderHandle? {
        guard let parent = path.parent else { return root }
        return try root.folder(parent.text)
    }

    package func facts(_ path: TreePath) throws -> stat? { try folder(of: path)?.facts(path.name) }

    /// Makes the folders above a path that are missing, owned and readable like the nearest one that exists.
    package func makeFolders(above path: TreePath) throws -> FolderHandle {
        var folder = root
        for ancestor in path.ancestors {
            if let next = try folder.folder(ancestor.name) {
                folder = next
                continue
            }
            folder = try makeFolder(ancestor, in: folder)
        }
        return folder
    }

    private func makeFolder(_ path: TreePath, in folder: FolderHandle) throws -> FolderHandle {
        let full = "\(root.path)/\(path)"
        guard let like = folder.facts else { throw Failure.file(path: full, doing: "look at its folder", errno: errno) }
        if try workshop.map({ try !makeFolder(path.name, in: folder, like, beside: $0, full) }) ?? true {
            try FileCall.check(full, "make the folder") { mkdirat(folder.descriptor, path.name, 0o700) }
            try own(folder, path.name, like, mode: like.st_mode & 0o777, full)
        }
        touch(folder)
        guard let made = try folder.folder(path.name) else {
            throw Failure.file(path: full, doing: "open the new folder", errno: ENOTDIR)
        }
        return made
    }

    /// Made elsewhere and moved in, the folder appears with its owner and mode: a crash leaves no half-made one behind.
    /// - Returns: false when the workshop is on another file system.
    private func makeFolder(
        _ name: String, in folder: FolderHandle, _ like: stat, beside workshop: FolderHandle, _ path: String
    ) throws -> Bool {
        let new = "new-folder"
        unlinkat(workshop.descriptor, new, AT_REMOVEDIR)
        try FileCall.check(path, "make the folder") { mkdirat(workshop.descriptor, new, 0o700) }
        try own(workshop, new, like, mode: like.st_mode & 0o777, path)
        if renameat(workshop.descriptor, new, folder.descriptor, name) == 0 { return true }
        let reason = errno
        unlinkat(workshop.descriptor, new, AT_REMOVEDIR)
        guard reason == EXDEV else { throw Failure.file(path: path, doing: "make the folder", errno: reason) }
        return false
    }

    /// Gives a name the owner of another file; only root can give files away.
    package func own(_ folder: FolderHandle, _ name: String, _ like: stat, mode: mode_t?, _ path: String) throws {
        if geteuid() == 0 {
            try FileCall.check(path, "set the owner") {
                fchownat(folder.descriptor, name, like.st_uid, like.st_gid, AT_SYMLINK_NOFOLLOW)
            }
        }
        if let mode { try FileCall.check(path, "set the mode") { fchmodat(folder.descriptor, name, mode, 0) } }
    }

    /// Puts a file or link that lies beside (same file system) in a path's place, in one instant.
    package func install(_ source: String, at path: TreePath) throws {
        let folder = try makeFolders(above: path)
        if renameat(AT_FDCWD, source, folder.descriptor, path.name) != 0 {
            guard errno == EXDEV else {
                throw Failure.file(path: "\(root.path)/\(path)", doing: "put the new file in place", errno: errno)
            }
            try installFromElsewhere(source, path, folder)
        }
        touch(folder)
    }

    /// From another file system, when the disk took nothing and the file was staged in memory. Where even a copy beside
    /// does not fit, the old file, which is kept in memory too, makes room.
    private func installFromElsewhere(_ source: String, _ path: TreePath, _ folder: FolderHandle) throws {
        let from = try FolderHandle.open(FileCall.parent(of: source) ?? "/")
        let name = String(source.dropFirst(from.path.count + 1))
        let beside = ".lastgood-new"
        unlinkat(folder.descriptor, beside, 0)
        do {
            try FileCopy.copy(name, in: from, to: beside, in: folder)
            try FileCall.check("\(root.path)/\(path)", "put the new file in place") {
                renameat(folder.descriptor, beside, folder.descriptor, path.name)
            }
        } catch Failure.file(_, _, ENOSPC) {
            unlinkat(folder.descriptor, beside, 0)
            unlinkat(folder.descriptor, path.name, 0)
            try FileCopy.copy(name, in: from, to: path.name, in: folder)
        }
        unlink(source)
    }

    /// Removes a file or link; quiet when it is gone already.
    package func remove(_ path: TreePath) throws {
        guard let folder = try folder(of: path) else { return }
        if unlinkat(folder.descriptor, path.name, 0) != 0, errno != ENOENT {
            throw Failure.file(path: "\(root.path)/\(path)", doing: "remove", errno: errno)
        }
        touch(folder)
    }

    /// Removes a folder if it is empty.
    package func removeFolderIfEmpty(_ path: TreePath) throws {
        guard let folder = try folder(of: path) else { return }
        if unlinkat(folder.descriptor, path.name, AT_REMOVEDIR) == 0 {
            touched["\(root.path)/\(path)"] = nil
            touch(folder)
        } else if ![ENOENT, ENOTEMPTY, EEXIST, ENOTDIR].contains(errno) {
            throw Failure.file(path: "\(root.path)/\(path)", doing: "remove the folder", errno: errno)
        }
    }

    package func touch(_ folder: FolderHandle) { touched[folder.path] = folder }

    /// Makes every change of names since the last call durable.
    package func sync() throws {
        // A folder of the tree may be another file system's.
        for folders in Dictionary(grouping: touched.values, by: { $0.facts?.st_dev }).values {
            if folders.count <= FileCall.few {
                for folder in folders { try folder.sync() }
            } else if let one = folders.first {
                try FileCall.syncFileSystem(one.descriptor, one.path)
            }
        }
        touched = [:]
    }
}
