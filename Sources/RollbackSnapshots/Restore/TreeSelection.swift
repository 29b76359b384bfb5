import RollbackCore

/// The entries of a tree that chosen paths need: themselves, what is in them, the folders above.
struct TreeSelection {
    private let chosen: [[UInt8]]
    private let above: Set<[UInt8]>

    init(_ paths: [[UInt8]]) {
        chosen = paths
        above = Set(paths.flatMap(Self.ancestors))
    }

    /// - Throws: `SnapshotFailure.notInSnapshot` for a chosen path that is not there.
    func entries(of all: [TreeEntry]) throws -> [TreeEntry] {
        let known = Set(all.map(\.path))
        if let gone = chosen.first(where: { !known.contains($0) }) {
            throw Failure.snapshot(.notInSnapshot(String(decoding: gone, as: UTF8.self)))
        }
        return Self.relinked(all.filter { isWanted($0.path) }, all)
    }

    private func isWanted(_ path: [UInt8]) -> Bool {
        path.isEmpty || above.contains(path)
            || chosen.contains { path == $0 || path.starts(with: $0 + [UInt8(ascii: "/")]) || $0.isEmpty }
    }

    /// A hard link whose first name was not chosen becomes that file; further ones link to it.
    private static func relinked(_ entries: [TreeEntry], _ all: [TreeEntry]) -> [TreeEntry] {
        let wanted = Set(entries.map(\.path))
        let originals = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
        var moved: [[UInt8]: [UInt8]] = [:]
        return entries.map { entry in
            guard entry.kind == .hardLink, !wanted.contains(entry.target) else { return entry }
            var entry = entry
            if let first = moved[entry.target] {
                entry.target = first
            } else if var original = originals[entry.target] {
                moved[entry.target] = entry.path
                original.path = entry.path
                entry = original
            }
            return entry
        }
    }

    private static func ancestors(_ path: [UInt8]) -> [[UInt8]] {
        path.indices.filter { path[$0] == UInt8(ascii: "/") }.map { Array(path[..<$0]) }
    }
}
