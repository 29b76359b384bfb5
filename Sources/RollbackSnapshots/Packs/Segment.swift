import RollbackCore

/// An opened segment: the bytes of some blobs, and which they are.
struct Segment {
    /// One blob's share of the table: id and length.
    private static let rowSize = BlobID.size + 4

    let body: [UInt8]
    /// Where the blobs' bytes begin.
    let start: Int

    static func tableSize(_ count: Int) -> Int { 4 + count * rowSize }

    /// - Parameter path: of the pack, for errors.
    /// - Throws: `SnapshotFailure.damaged` when the table does not fit into the body.
    init(_ body: [UInt8], path: String) throws {
        var reader = ByteReader(body, path: path)
        let count = try reader.count(UInt32.self, ofSize: Self.rowSize)
        self.body = body
        start = Self.tableSize(count)
    }

    /// Every blob and where its bytes are in the body.
    /// - Throws: `SnapshotFailure.damaged` when the lengths do not add up to the body's.
    func blobs(path: String) throws -> [(id: BlobID, place: Range<Int>)] {
        var reader = ByteReader(body, path: path)
        let count = try reader.count(UInt32.self, ofSize: Self.rowSize)
        var place = start
        var blobs: [(id: BlobID, place: Range<Int>)] = []
        blobs.reserveCapacity(count)
        for _ in 0..<count {
            let id = try reader.id()
            let length = Int(try reader.integer(UInt32.self))
            guard length <= body.count - place else { throw reader.contents(at: reader.offset) }
            blobs.append((id, place..<(place + length)))
            place += length
        }
        guard place == body.count else { throw reader.contents(at: place) }
        return blobs
    }

    /// - Parameter at: counted from where the blobs' bytes begin.
    /// - Returns: nil when the body has no such place.
    func place(at: Int, length: Int) -> Range<Int>? {
        guard at >= 0, length >= 0, at <= body.count - start, length <= body.count - start - at else { return nil }
        return (start + at)..<(start + at + length)
    }
}
