/// Where every blob of a store is, as all generations together say.
struct StoreIndex: Sendable {
    /// A writer that finds more than this puts them into one.
    static let mostGenerations = 16

    /// The newest first.
    let live: [IndexGeneration]
    /// The numbers of all generations of which a file is there, replaced ones too.
    let present: [Int]

    /// The number of the next generation.
    var next: Int { (present.max() ?? 0) + 1 }

    func find(_ id: BlobID) -> BlobPlace? {
        for generation in live {
            if let place = generation.find(id) { return place }
        }
        return nil
    }

    func contains(_ id: BlobID) -> Bool { live.contains { $0.contains(id) } }

    /// How many entries there are.
    var count: Int { live.reduce(0) { $0 + $1.count } }

    var packs: [IndexedPack] { live.flatMap(\.packs) }

    /// Every entry with its place, of each blob the one that `find` finds first.
    func eachBlob(_ body: (BlobID, BlobPlace) throws -> Void) rethrows {
        for generation in live {
            for entry in generation.entries { try body(entry.id, generation.place(entry)) }
        }
    }

    /// One generation with all that these know. It replaces also what others have replaced already: a crash may have left
    /// that, and nobody would remember once those others are gone.
    func merged() -> IndexContents {
        var contents = IndexContents(replaces: present)
        for generation in live { contents.add(generation.packs, generation.entries) }
        return contents
    }
}
