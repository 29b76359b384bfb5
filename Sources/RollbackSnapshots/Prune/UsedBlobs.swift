/// Every blob that some snapshots need.
struct UsedBlobs {
    private let source: BlobSource
    private(set) var blobs: Set<BlobID> = []

    init(_ source: BlobSource) { self.source = source }

    /// - Throws: `SnapshotFailure.blobGone`, `.damaged` when the snapshot is not whole.
    mutating func mark(_ record: SnapshotRecord) throws {
        try add(record.manifest)
        for part in try source.manifest(of: record).parts {
            try add(part.blobs)
            guard part.kind == .tree else { continue }
            for entry in try source.listing(of: part) { try add(entry.chunks) }
        }
    }

    private mutating func add(_ ids: [BlobID]) throws {
        for id in ids where blobs.insert(id).inserted { _ = try source.place(of: id) }
    }
}
