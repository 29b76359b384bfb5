import RollbackCore

/// What stands before the sealed bytes of a segment.
struct SegmentHeader {
    static let size = 10
    static let tagSize = 16
    /// The longest body of a segment: 16 MiB. Checked before anything is allocated for one.
    static let limit = 16 << 20

    enum Method: UInt8 {
        case stored = 0
        case zstd = 1
    }

    /// Nil for the last segment of a pack.
    var kind: BlobKind?
    var method: Method
    /// Bytes of the body.
    var raw: Int
    /// Bytes of the ciphertext, without the tag.
    var sealed: Int

    /// Of header, ciphertext and tag.
    var segmentSize: Int { Self.size + sealed + Self.tagSize }

    init(kind: BlobKind?, method: Method, raw: Int, sealed: Int) {
        (self.kind, self.method, self.raw, self.sealed) = (kind, method, raw, sealed)
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(reserving: Self.size)
        writer.integer(kind?.rawValue ?? 0)
        writer.integer(method.rawValue)
        writer.integer(UInt32(truncatingIfNeeded: raw))
        writer.integer(UInt32(truncatingIfNeeded: sealed))
        return writer.bytes
    }

    /// - Parameter bytes: at least 10.
    /// - Returns: nil for what no writer writes: an unknown kind or method, or lengths beyond the limit.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.size, bytes[0] <= 2, let method = Method(rawValue: bytes[1]) else { return nil }
        kind = BlobKind(rawValue: bytes[0])
        self.method = method
        raw = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self)))
        sealed = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 6, as: UInt32.self)))
        guard raw <= Self.limit, method == .stored ? sealed == raw : sealed < raw else { return nil }
    }
}
