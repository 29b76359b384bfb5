import Glibc

/// The listing of an earlier snapshot, asked in its own order: a file that is as it was then is not read again.
struct PreviousListing {
    private let entries: [TreeEntry]
    private let index: StoreIndex
    private var next = 0
    /// What changed no earlier than this may change again without showing it.
    private let racy: FileTime

    /// - Parameter racy: the time from which on changes are not trusted to be the last.
    init(_ entries: [TreeEntry], index: StoreIndex, racy: FileTime) {
        (self.entries, self.index, self.racy) = (entries, index, racy)
    }

    /// The entry of a path, if it had the same facts then, and all its blobs are still there. Paths must be asked for in
    /// the order of a listing.
    mutating func unchanged(_ path: [UInt8], _ kind: TreeEntry.Kind, _ facts: EntryFacts) -> TreeEntry? {
        while next < entries.count, ByteOrder.precedes(entries[next].path, path) { next += 1 }
        guard next < entries.count, facts.changed < racy else { return nil }
        let entry = entries[next]
        guard entry.path == path, entry.kind == kind, entry.facts == facts, !entry.changedWhileRead,
            entry.chunks.allSatisfy({ index.contains($0, .data) })
        else { return nil }
        return entry
    }
}
