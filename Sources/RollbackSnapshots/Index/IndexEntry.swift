/// A pack as the index knows it.
struct IndexedPack: Hashable, Sendable {
    /// Bytes of one in an index file: id, bytes, kind.
    static let size = RandomID.size + 8 + 1

    var id: RandomID
    /// Of the whole file.
    var bytes: Int
    var kind: BlobKind
}

/// Where one blob is.
struct IndexEntry: Hashable, Sendable {
    /// Bytes of one in an index file: id, pack, offset, ordinal, at, length.
    static let size = BlobID.size + 4 + 8 + 8 + 4 + 4

    var id: BlobID
    /// The pack's place in the list of packs that stands beside.
    var pack: Int
    var segment: SegmentPlace
    /// Where it begins in the segment, counted from where the blobs' bytes begin.
    var at: Int
    var length: Int
}

/// The same for a reader: with the pack itself.
struct BlobPlace: Hashable, Sendable {
    var pack: IndexedPack
    var segment: SegmentPlace
    var at: Int
    var length: Int
}
