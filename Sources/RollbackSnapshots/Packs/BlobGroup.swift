/// Blobs that become one segment together.
struct BlobGroup: Sendable {
    /// Up to this size blobs are gathered: 256 KiB. Small files compress together as they would not alone.
    static let size = 256 << 10
    /// Blobs of this size or more are a segment each: 128 KiB.
    static let largeBlob = 128 << 10

    let kind: BlobKind
    private(set) var table: [(id: BlobID, length: Int)] = []
    private(set) var bytes: [UInt8] = []

    init(_ kind: BlobKind) { self.kind = kind }

    var isEmpty: Bool { table.isEmpty }

    mutating func add(_ id: BlobID, _ blob: UnsafeRawBufferPointer) {
        table.append((id, blob.count))
        bytes.append(contentsOf: blob)
    }

    /// The segment's body: count, ids and lengths, then the blobs.
    func body() -> [UInt8] {
        var writer = ByteWriter(reserving: Segment.tableSize(table.count) + bytes.count)
        writer.integer(UInt32(truncatingIfNeeded: table.count))
        for (id, length) in table {
            writer.id(id)
            writer.integer(UInt32(truncatingIfNeeded: length))
        }
        writer.raw(bytes)
        return writer.bytes
    }
}
