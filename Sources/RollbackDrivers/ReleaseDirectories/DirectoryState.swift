import Glibc
import RollbackCore
import RollbackFiles

/// What lies in the live release that no other has: rows that must not stay behind.
struct DirectoryState: Sendable {
    let folders: ReleaseFolders
    let live: LiveRelease?

    private static let endings = [".db", ".db3", ".sqlite", ".sqlite3"]
    /// Where no platform keeps its rows, and many files lie.
    private static let apart: Set = [
        ".git", ".lastgood", "node_modules", "__pycache__", ".venv", "venv", "site-packages",
    ]

    var warnings: [String] {
        guard let live else { return [] }
        if live.path == nil { return ["\(folders.link) leads to \(live.text), which is gone"] }
        guard live.marker == nil else { return [] }
        let taken =
            live.commit == nil ? "it is taken for what is checked out" : "its file REVISION says which commit it is"
        return ["\(folders.link) leads to \(live.text), which lastgood did not build: \(taken)"]
    }

    /// Databases of the root that every release must go on using: before the first activation all that lie in the
    /// checkout, after it those that the live release shares.
    func sharedDatabases() throws -> [String] {
        guard let live else { return try databases(in: folders.root) }
        return (live.marker?.shared ?? []).filter { SQLiteFile.isDatabase("\(folders.root)/\($0)") }
    }

    /// A database in the live directory itself would stay behind, and with it every row.
    func databaseReason(configured: [String]) throws -> String? {
        guard let live, let path = live.path, let found = try databases(in: path).first else { return nil }
        let target = "\(folders.root)/\(found)"
        let isShared = configured.contains { found == $0 || found.hasPrefix("\($0)/") }
        let said = isShared ? "" : #", and add "\#(found)" to release_directories.shared_paths"#
        return "\(live.text)/\(found) is a database in the live release, which another release would not see;"
            + " stop what writes it, move it: mv \(Command.quoted("\(path)/\(found)")) \(Command.quoted(target))\(said)"
    }

    private func databases(in folder: String) throws -> [String] {
        var found: [String] = []
        let own = Set([ReleaseLayout.folder, "rollback"])
        try TreeWalk.names(
            folder, enter: { !Self.apart.contains(LockPath.name($0)) && !own.contains($0) }
        ) { parent, name, isFolder in
            guard !isFolder, Self.endings.contains(where: name.hasSuffix) else { return }
            let path = TreeWalk.path(of: name, in: parent)
            if SQLiteFile.isDatabase("\(folder)/\(path)") { found.append(path) }
        }
        return found.sorted()
    }
}
