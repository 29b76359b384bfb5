/// What one index file says: packs, their blobs, and the older files that it takes the place of.
struct IndexContents: Sendable {
    /// Generations that are ignored where they are still there.
    var replaces: [Int] = []
    var packs: [IndexedPack] = []
    var entries: [IndexEntry] = []

    var isEmpty: Bool { packs.isEmpty && entries.isEmpty }

    /// Adds packs and their blobs from another list.
    mutating func add(_ packs: [IndexedPack], _ entries: some Sequence<IndexEntry>) {
        let before = self.packs.count
        self.packs += packs
        for var entry in entries {
            entry.pack += before
            self.entries.append(entry)
        }
    }

    /// The file's plaintext. A blob may stand in several packs: once as data and once as metadata, or because a crash came
    /// between two steps.
    func encoded() throws -> [UInt8] {
        var writer = ByteWriter(reserving: 12 + packs.count * IndexedPack.size + entries.count * IndexEntry.size)
        try writer.count(replaces.count, UInt32.self, "the index's history")
        for generation in replaces { writer.integer(UInt64(generation)) }
        try writer.count(packs.count, UInt32.self, "the index's list of packs")
        for pack in packs {
            writer.randomID(pack.id)
            writer.integer(UInt64(pack.bytes))
            writer.integer(pack.kind.rawValue)
        }
        let sorted = unique()
        try writer.count(sorted.count, UInt32.self, "the index")
        for entry in sorted { Self.write(entry, &writer) }
        return writer.bytes
    }

    private func unique() -> [IndexEntry] {
        var sorted: [IndexEntry] = []
        sorted.reserveCapacity(entries.count)
        for entry in entries.sorted(by: { ($0.id, $0.pack) < ($1.id, $1.pack) })
        where sorted.last?.id != entry.id || sorted.last?.pack != entry.pack { sorted.append(entry) }
        return sorted
    }

    private static func write(_ entry: IndexEntry, _ writer: inout ByteWriter) {
        writer.id(entry.id)
        writer.integer(UInt32(truncatingIfNeeded: entry.pack))
        writer.integer(UInt64(entry.segment.offset))
        writer.integer(entry.segment.ordinal)
        writer.integer(UInt32(truncatingIfNeeded: entry.at))
        writer.integer(UInt32(truncatingIfNeeded: entry.length))
    }
}
