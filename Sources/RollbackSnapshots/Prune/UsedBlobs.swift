/// Every blob that some snapshots need, by what they need it for.
struct UsedBlobs {
    private let source: BlobSource
    private var blobs: [BlobKind: Set<BlobID>] = [:]

    init(_ source: BlobSource) { self.source = source }

    /// - Throws: `SnapshotFailure.blobGone`, `.damaged` when the snapshot is not whole.
    mutating func mark(_ record: SnapshotRecord) throws {
        try add(record.manifest, .metadata)
        for part in try source.manifest(of: record).parts {
            try add(part.blobs, part.kind == .stream ? .data : .metadata)
            guard part.kind == .tree else { continue }
            for entry in try source.listing(of: part) { try add(entry.chunks, .data) }
        }
    }

    private mutating func add(_ ids: [BlobID], _ kind: BlobKind) throws {
        for id in ids where blobs[kind, default: []].insert(id).inserted { _ = try source.length(of: id) }
    }

    /// Whether a blob is needed from this pack, and not from another one that has it too.
    func need(_ id: BlobID, from pack: IndexedPack) -> Bool {
        BlobKind.allCases.contains { kind in
            blobs[kind]?.contains(id) == true && source.index.home(of: id, kind)?.pack == pack
        }
    }
}
