import Glibc
import RollbackDatabase
import RollbackDrivers

/// What of a tree stays out of a snapshot. Asked of every name of a tree, so it looks at bytes. Belongs to one thread.
final class TreeFilter {
    private let root: String
    /// Paths below the root.
    private let paths: Set<[UInt8]>
    private let names: Set<[UInt8]>
    /// What follows the only `*` of a pattern.
    private let endings: [[UInt8]]
    /// Patterns for fnmatch(3).
    private let others: [String]
    /// SQLite databases that were seen, in the order of their paths.
    private(set) var databases: [SnapshotSources.Database] = []

    init(_ tree: SnapshotSources.Tree) {
        root = tree.root
        paths = Set(tree.without.map { Array($0.utf8) })
        let isPlain = { (text: Substring) in !text.contains { "*?[\\/".contains($0) } }
        names = Set(tree.withoutNames.filter { isPlain($0[...]) }.map { Array($0.utf8) })
        let ending = { (text: String) in text.first == "*" && isPlain(text.dropFirst()) }
        endings = tree.withoutNames.filter(ending).map { Array($0.utf8.dropFirst()) }
        others = tree.withoutNames.filter { !isPlain($0[...]) && !ending($0) }.sorted()
    }

    /// Only what ends as databases do is opened.
    private static let ofDatabases = [".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal"].map { Array($0.utf8) }

    func excludes(_ path: [UInt8], isFolder: Bool) -> Bool {
        let name = Array(path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
        if names.contains(name) || paths.contains(path) || Self.ends(name, with: endings) { return true }
        if !others.isEmpty, isMatched(path, name) { return true }
        if isFolder { return access("\(root)/\(String(decoding: path, as: UTF8.self))/pyvenv.cfg", F_OK) == 0 }
        return Self.ends(name, with: Self.ofDatabases) && isDatabase(String(decoding: path, as: UTF8.self))
    }

    private static func ends(_ name: [UInt8], with endings: [[UInt8]]) -> Bool {
        endings.contains { name.count >= $0.count && name[(name.count - $0.count)...].elementsEqual($0) }
    }

    private func isMatched(_ path: [UInt8], _ name: [UInt8]) -> Bool {
        let (path, name) = (String(decoding: path, as: UTF8.self), String(decoding: name, as: UTF8.self))
        return others.contains { fnmatch($0, $0.contains("/") ? path : name, 0) == 0 }
    }

    private func isDatabase(_ path: String) -> Bool {
        let full = "\(root)/\(path)"
        guard SQLiteFile.belongsToDatabase(full) else { return false }
        if SQLiteFile.isDatabase(full) {
            databases.append(
                SnapshotSources.Database(
                    name: SnapshotSources.partName("database.\(path)"), address: .sqlite(path: full)))
        }
        return true
    }
}
