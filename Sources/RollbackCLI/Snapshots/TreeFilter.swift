import Glibc
import RollbackDatabase
import RollbackDrivers

/// What of a tree stays out of a snapshot. Belongs to one thread.
final class TreeFilter {
    private let tree: SnapshotSources.Tree
    private let names: [String]
    /// SQLite databases that were seen, in the order of their paths.
    private(set) var databases: [SnapshotSources.Database] = []

    init(_ tree: SnapshotSources.Tree) {
        self.tree = tree
        names = tree.withoutNames.sorted()
    }

    /// Few names have to be looked at more than once: only those that end as databases do are opened.
    private static let endings = [".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal"].map { Array($0.utf8) }

    func excludes(_ bytes: [UInt8], isFolder: Bool) -> Bool {
        let path = String(decoding: bytes, as: UTF8.self)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if tree.without.contains(path) { return true }
        if names.contains(where: { fnmatch($0, $0.contains("/") ? path : name, 0) == 0 }) { return true }
        guard !isFolder else { return access("\(tree.root)/\(path)/pyvenv.cfg", F_OK) == 0 }
        guard Self.endings.contains(where: { bytes.suffix($0.count).elementsEqual($0) }) else { return false }
        let full = "\(tree.root)/\(path)"
        guard SQLiteFile.belongsToDatabase(full) else { return false }
        if SQLiteFile.isDatabase(full) {
            databases.append(
                SnapshotSources.Database(
                    name: SnapshotSources.partName("database.\(path)"), address: .sqlite(path: full)))
        }
        return true
    }
}
