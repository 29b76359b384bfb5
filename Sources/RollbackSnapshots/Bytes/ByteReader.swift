import RollbackCore

/// Reads little-endian values one after another out of bytes that nobody vouches for: every length is checked against
/// what is left before it is used.
struct ByteReader {
    private let bytes: [UInt8]
    /// For errors.
    private let path: String
    private(set) var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], from offset: Int = 0, path: String) {
        self.bytes = bytes
        self.path = path
        self.offset = min(max(0, offset), bytes.count)
        end = bytes.count
    }

    var left: Int { end - offset }
    var isAtEnd: Bool { offset == end }

    /// - Throws: `SnapshotFailure.damaged` when fewer bytes are left.
    mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type) throws -> Integer {
        let place = try take(MemoryLayout<Integer>.size)
        return bytes.withUnsafeBytes {
            Integer(littleEndian: $0.loadUnaligned(fromByteOffset: place.lowerBound, as: Integer.self))
        }
    }

    /// A count of things that take at least `size` bytes each: never more than can be there.
    mutating func count<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type, ofSize size: Int
    ) throws -> Int {
        let start = offset
        guard let count = Int(exactly: try integer(type)), count <= left / max(1, size) else {
            throw Failure.snapshot(.damaged(path: path, .short(at: start)))
        }
        return count
    }

    /// An unsigned 64-bit value that is used as a place, a size or a number.
    mutating func whole() throws -> Int {
        let start = offset
        guard let value = Int(exactly: try integer(UInt64.self)) else { throw contents(at: start) }
        return value
    }

    mutating func array(_ count: Int) throws -> [UInt8] { Array(bytes[try take(count)]) }

    mutating func id() throws -> BlobID {
        let place = try take(BlobID.size)
        return bytes.withUnsafeBytes { BlobID($0, at: place.lowerBound) }
    }

    mutating func randomID() throws -> RandomID {
        let place = try take(RandomID.size)
        return bytes.withUnsafeBytes { RandomID($0, at: place.lowerBound) }
    }

    /// Passes over bytes, and says where they are.
    mutating func take(_ count: Int) throws -> Range<Int> {
        guard count >= 0, count <= left else { throw Failure.snapshot(.damaged(path: path, .short(at: offset))) }
        defer { offset += count }
        return offset..<(offset + count)
    }

    func contents(at place: Int) -> Failure { .snapshot(.damaged(path: path, .contents(at: place))) }
}
