/// The packs that a writer has open, and what is in those that it has finished.
struct PackWork {
    /// A pack ends with the segment that makes it this long: 16 MiB. One more segment has at most as much again.
    private static let enough = 16 << 20

    private let folder: PackFolder
    private let keys: SnapshotKeys
    private var open: [BlobKind: (writer: PackWriter, place: Int)] = [:]
    private var contents = IndexContents()

    init(_ folder: PackFolder, keys: SnapshotKeys) { (self.folder, self.keys) = (folder, keys) }

    /// - Parameter body: the group's.
    mutating func write(_ group: BlobGroup, _ body: SegmentBody) throws {
        let (writer, place) = try pack(group.kind)
        let segment = try writer.write(body)
        var at = 0
        for (id, length) in group.table {
            contents.entries.append(IndexEntry(id: id, pack: place, segment: segment, at: at, length: length))
            at += length
        }
        if writer.size >= Self.enough { try finish(group.kind) }
    }

    private mutating func pack(_ kind: BlobKind) throws -> (PackWriter, Int) {
        if let pack = open[kind] { return pack }
        let writer = try PackWriter(kind, in: folder, keys: keys)
        let pack = (writer, contents.packs.count)
        contents.packs.append(IndexedPack(id: writer.id, bytes: 0, kind: kind))
        open[kind] = pack
        return pack
    }

    private mutating func finish(_ kind: BlobKind) throws {
        guard let (writer, place) = open.removeValue(forKey: kind) else { return }
        try writer.finish()
        contents.packs[place].bytes = writer.size
    }

    /// Removes every pack since the last `finish`: no index names them.
    mutating func discard() {
        open = [:]
        for pack in contents.packs { folder.remove(pack.id) }
        contents = IndexContents()
    }

    /// - Returns: what an index needs to say, once every pack is durable.
    mutating func finish() throws -> IndexContents {
        for kind in BlobKind.allCases { try finish(kind) }
        defer { contents = IndexContents() }
        return contents
    }
}
