/// What a scan of a tree hands the files' content to.
protocol ContentTaking: AnyObject {
    var source: BlobSource { get }
    /// Cuts content into chunks and takes them. See `ContentBuffer.cut`.
    func put(content source: ContentBuffer.Source) throws -> (blobs: [BlobID], bytes: Int)
}

extension SnapshotWriter: ContentTaking {}

/// Names content as a snapshot would, and keeps nothing: to compare what is there with what was kept.
final class ContentNaming: ContentTaking {
    let source: BlobSource
    private let keys: SnapshotKeys
    private let content: ContentBuffer

    init(_ source: BlobSource, keys: SnapshotKeys) {
        (self.source, self.keys) = (source, keys)
        content = ContentBuffer(Chunker(.data, gear: keys.gear()))
    }

    func put(content source: ContentBuffer.Source) throws -> (blobs: [BlobID], bytes: Int) {
        var blobs: [BlobID] = []
        let bytes = try content.cut(source) { blobs.append(keys.id(of: $0)) }
        return (blobs, bytes)
    }
}

extension SnapshotReader {
    /// A tree as it is now, to be compared with one that was kept; nothing is kept of it.
    /// - Parameter request: its `previous` is the tree to compare with: what is as it was then is not read.
    /// - Throws: `Failure.file` when the root cannot be read; what reading the store fails with.
    package func listing(now request: TreeRequest) throws -> [TreeEntry] {
        var scan = try TreeScan(request, ContentNaming(source, keys: store.keys))
        try scan.run()
        return try ListingReader.entries(scan.listing.bytes, path: request.root)
    }
}
