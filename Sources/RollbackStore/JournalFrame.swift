import Crypto
import FoundationEssentials
import RollbackCore

/// The framing of a journal on disk. One frame is what one write made durable: several records that were waiting
/// at the same time share it, so that only a whole frame can be torn.
///
///     "LGJRNL01" then frames: length u32 | first sequence u64 | previous digest 32 | payload | digest 32
///
/// Numbers are little-endian. The payload is the JSON array of the records; the digest is SHA-256 over everything
/// of the frame before it, and chains to the next frame. See docs/formats.md.
struct JournalFrame: Hashable {
    static let magic = Data("LGJRNL01".utf8)
    static let headerSize = 4 + 8 + 32
    static let digestSize = 32
    /// No frame is larger: a greater length is damage, not data.
    static let maximumPayload = 64 << 20

    var sequence: Int
    var previous: Data
    var payload: Data

    func encoded() -> (bytes: Data, digest: Data) {
        var bytes = Data(capacity: Self.headerSize + payload.count + Self.digestSize)
        withUnsafeBytes(of: UInt32(payload.count).littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt64(sequence).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(previous)
        bytes.append(payload)
        let digest = Data(SHA256.hash(data: bytes))
        return (bytes + digest, digest)
    }

    /// Reads the frame that begins at an offset. Nil: no whole and undamaged frame begins there.
    static func decode(_ data: Data, at offset: Int) -> (frame: JournalFrame, digest: Data, end: Int)? {
        let start = data.startIndex + offset
        guard data.endIndex - start >= headerSize + digestSize else { return nil }
        let length = Int(number(data, at: start, size: 4))
        guard length <= maximumPayload, data.endIndex - start >= headerSize + length + digestSize else { return nil }
        let body = data[start..<(start + headerSize + length)]
        let digest = Data(data[body.endIndex..<(body.endIndex + digestSize)])
        let sequence = number(data, at: start + 4, size: 8)
        guard Data(SHA256.hash(data: body)) == digest, sequence <= UInt64(Int.max) else { return nil }
        let frame = JournalFrame(
            sequence: Int(sequence), previous: Data(data[(start + 12)..<(start + headerSize)]),
            payload: Data(body[(start + headerSize)...]))
        return (frame, digest, offset + headerSize + length + digestSize)
    }

    private static func number(_ data: Data, at index: Int, size: Int) -> UInt64 {
        (0..<size).reduce(0) { $0 | UInt64(data[index + $1]) << UInt64(8 * $1) }
    }
}
