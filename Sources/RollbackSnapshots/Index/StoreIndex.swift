/// Where every blob of a store is, as all generations together say.
struct StoreIndex: Sendable {
    /// A writer that finds more than this puts them into one.
    static let mostGenerations = 16

    /// The newest first.
    let live: [IndexGeneration]
    /// The numbers of all generations of which a file is there, replaced ones too.
    let present: [Int]
    /// Packs that are known to be damaged: what is only there counts as not there, for whoever writes.
    var suspects: Set<RandomID> = []

    init(live: [IndexGeneration], present: [Int]) { (self.live, self.present) = (live, present) }

    /// The number of the next generation.
    var next: Int { (present.max() ?? 0) + 1 }

    /// Every place of a blob, in the newest generation first.
    func places(of id: BlobID) -> [BlobPlace] {
        var places: [BlobPlace] = []
        for generation in live {
            _ = generation.anyPlace(of: id) { _, place in
                places.append(place())
                return false
            }
        }
        return places
    }

    /// The place that is counted as the one in use. Metadata is at home where it has a second copy.
    func home(of id: BlobID, _ kind: BlobKind) -> BlobPlace? {
        let all = places(of: id)
        let places = all.filter { !suspects.contains($0.pack.id) } + all.filter { suspects.contains($0.pack.id) }
        return kind == .metadata ? places.first { $0.pack.kind == kind } ?? places.first : places.first
    }

    /// Whether a blob need not be written. Metadata that stands among data has no second copy yet.
    func contains(_ id: BlobID, _ kind: BlobKind) -> Bool {
        live.contains {
            $0.anyPlace(of: id) { pack, _ in
                (kind == .data || pack.kind == .metadata) && !suspects.contains(pack.id)
            }
        }
    }

    /// How many entries there are.
    var count: Int { live.reduce(0) { $0 + $1.count } }

    var packs: [IndexedPack] { live.flatMap(\.packs) }

    /// One generation with all that these know. It replaces also what others have replaced already: a crash may have left
    /// that, and nobody would remember once those others are gone.
    func merged() -> IndexContents {
        var contents = IndexContents(replaces: present)
        for generation in live { contents.add(generation.packs, generation.entries) }
        return contents
    }
}
