/// Which packs stay, and what of the others must be written anew.
struct PrunePlan {
    /// Everything of the packs that stay, and the generations that it takes the place of.
    private(set) var kept: IndexContents
    private(set) var gone: [IndexedPack] = []
    /// Needed blobs of packs that go, in the order in which they stand there.
    private(set) var moved: [(id: BlobID, kind: BlobKind)] = []

    /// A pack goes when less than half of its content is needed.
    init(_ index: StoreIndex, used: UsedBlobs) {
        kept = IndexContents(replaces: index.present)
        for generation in index.live {
            let entries = Dictionary(grouping: generation.entries, by: \.pack)
            for (place, pack) in generation.packs.enumerated() {
                add(pack, entries[place] ?? []) { used.need($0.id, from: pack) }
            }
        }
    }

    private mutating func add(_ pack: IndexedPack, _ entries: [IndexEntry], isNeeded: (IndexEntry) -> Bool) {
        let needed = entries.filter(isNeeded)
        func size(_ entries: [IndexEntry]) -> Int { entries.reduce(0) { $0 + $1.length } }
        if !needed.isEmpty, 2 * size(needed) >= size(entries) {
            return kept.add([pack], entries.map { $0.moved(to: 0) })
        }
        gone.append(pack)
        let sorted = needed.sorted { ($0.segment.ordinal, $0.at) < ($1.segment.ordinal, $1.at) }
        moved += sorted.map { ($0.id, pack.kind) }
    }
}

extension IndexEntry {
    fileprivate func moved(to pack: Int) -> IndexEntry {
        var entry = self
        entry.pack = pack
        return entry
    }
}
