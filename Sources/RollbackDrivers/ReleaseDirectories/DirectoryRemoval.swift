import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Removes a release directory. It gets another name first, so that a crash leaves no half of one that could be taken
/// for a whole; what a crash has left is removed with the next.
struct DirectoryRemoval {
    let folders: ReleaseFolders

    private func aside(_ name: String) -> String { folders.path(of: ".removing-\(name)") }

    /// Quiet when it is gone.
    /// - Throws: `Failure.folderNotOurs` for a folder that lastgood did not make, and for the live one.
    func remove(_ name: String) throws {
        let (path, aside) = (folders.path(of: name), aside(name))
        try clear(aside)
        guard FileCall.facts(path) != nil else { return }
        guard try isOurs(path), FileCall.realPath(path) != FileCall.realPath(folders.link) else {
            throw Failure.folderNotOurs(path: path)
        }
        try FileCall.check(path, "set aside") { rename(path, aside) }
        try clear(aside)
        try FileCall.syncDirectory(folders.folder)
    }

    /// What crashes have left of removals.
    func sweep() throws {
        for name in try FileCall.names(in: folders.folder) where name.hasPrefix(".removing-") {
            try clear(folders.path(of: name))
        }
    }

    private func clear(_ path: String) throws {
        if FileCall.facts(path) != nil { try FileManager.default.removeItem(atPath: path) }
    }

    /// An empty one may be what a build made last before it died.
    func isOurs(_ path: String) throws -> Bool {
        let names = try FileCall.names(in: path)
        return names.isEmpty || names.contains(DirectoryMarker.folder)
    }
}
