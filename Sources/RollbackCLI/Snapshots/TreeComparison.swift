import RollbackReporting
import RollbackSnapshots

/// What differs between two listings.
enum TreeComparison {
    static func changes(
        from old: [TreeEntry], to new: [TreeEntry]
    ) -> [(path: [UInt8], change: SnapshotDifference.Change)] {
        var (changes, left, right) = ([(path: [UInt8], change: SnapshotDifference.Change)](), old[...], new[...])
        // Both are in the order of their paths' bytes.
        while let one = left.first ?? right.first {
            switch (left.first, right.first) {
            case (let before?, let after?) where before.path == after.path:
                if !before.isSame(as: after) { changes.append((one.path, .changed)) }
                (left, right) = (left.dropFirst(), right.dropFirst())
            case (let before?, let after?) where after.path.lexicographicallyPrecedes(before.path):
                changes.append((after.path, .added))
                right = right.dropFirst()
            case (let before?, _):
                changes.append((before.path, .removed))
                left = left.dropFirst()
            case (nil, let after?):
                changes.append((after.path, .added))
                right = right.dropFirst()
            case (nil, nil): return changes
            }
        }
        return changes
    }
}
