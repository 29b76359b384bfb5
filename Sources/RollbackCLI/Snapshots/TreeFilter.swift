import Glibc
import RollbackDatabase
import RollbackDrivers

/// What of a tree stays out of a snapshot. Belongs to one thread.
final class TreeFilter {
    private let tree: SnapshotSources.Tree
    private let patterns: NamePatterns
    /// SQLite databases that were seen, in the order of their paths.
    private(set) var databases: [SnapshotSources.Database] = []

    init(_ tree: SnapshotSources.Tree) {
        self.tree = tree
        patterns = NamePatterns(tree.withoutNames)
    }

    /// Only what ends as databases do is opened.
    private static let ofDatabases = [".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal"].map { Array($0.utf8) }

    private static let ofRestores = Array(".lastgood-restore-".utf8)

    func excludes(_ bytes: [UInt8], isFolder: Bool) -> Bool {
        let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
        // Of a restore that is under way, or was cut short.
        if bytes[(slash.map { $0 + 1 } ?? 0)...].starts(with: Self.ofRestores) { return true }
        let name = String(decoding: bytes[(slash.map { $0 + 1 } ?? 0)...], as: UTF8.self)
        if patterns.match(name, in: String(decoding: bytes[..<(slash ?? 0)], as: UTF8.self)) { return true }
        let path = String(decoding: bytes, as: UTF8.self)
        if tree.without.contains(path) { return true }
        if isFolder { return access("\(tree.root)/\(path)/pyvenv.cfg", F_OK) == 0 }
        return Self.ofDatabases.contains { bytes.suffix($0.count).elementsEqual($0) } && isDatabase(path)
    }

    private func isDatabase(_ path: String) -> Bool {
        let full = "\(tree.root)/\(path)"
        guard SQLiteFile.belongsToDatabase(full) else { return false }
        if SQLiteFile.isDatabase(full) {
            databases.append(
                SnapshotSources.Database(
                    name: SnapshotSources.partName(SnapshotSources.database + path), address: .sqlite(path: full)))
        }
        return true
    }
}
