import RollbackCore

/// Puts little-endian values one after another.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving count: Int = 0) { bytes.reserveCapacity(count) }

    mutating func integer(_ value: some FixedWidthInteger & BitwiseCopyable) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func raw(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }
    mutating func id(_ id: BlobID) { id.withBytes { bytes.append(contentsOf: $0) } }
    mutating func randomID(_ id: RandomID) { bytes.append(contentsOf: id.bytes) }

    /// Bytes after their length in 16 bits.
    /// - Throws: `SnapshotFailure.tooLong`, naming `what`.
    mutating func short(_ more: [UInt8], _ what: @autoclosure () -> String) throws {
        guard let count = UInt16(exactly: more.count) else { throw tooLong(what(), more.count, Int(UInt16.max)) }
        integer(count)
        raw(more)
    }

    /// A count in 16 or 32 bits.
    /// - Throws: `SnapshotFailure.tooLong`, naming `what`.
    mutating func count<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ count: Int, _ type: Integer.Type, _ what: @autoclosure () -> String
    ) throws {
        guard let value = Integer(exactly: count) else { throw tooLong(what(), count, Int(Integer.max)) }
        integer(value)
    }

    private func tooLong(_ what: String, _ bytes: Int, _ limit: Int) -> Failure {
        .snapshot(.tooLong(what, bytes: bytes, limit: limit))
    }
}
