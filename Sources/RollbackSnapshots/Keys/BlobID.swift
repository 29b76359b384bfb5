import RollbackCore

/// The name of a blob: HMAC-SHA-256 of its bytes under the store's own key, so that equal content has one name, and
/// nobody without the key can tell which content.
package struct BlobID: Hashable, Comparable, Sendable, CustomStringConvertible {
    static let size = 32

    // As big-endian words: their order is the order of the bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameter place: where its 32 bytes begin; they must be there.
    init(_ bytes: UnsafeRawBufferPointer, at place: Int = 0) {
        func word(_ number: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8 * number, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// - Returns: nil for anything but 64 lowercase hexadecimal digits.
    package init?(_ text: String) {
        guard let bytes = Hex.bytes(text), bytes.count == Self.size else { return nil }
        self = bytes.withUnsafeBytes { BlobID($0) }
    }

    /// 64 hexadecimal digits.
    package var description: String { withBytes { Hex.text($0) } }

    var firstByte: Int { Int(words.0 >> 56) }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let stored = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return try withUnsafeBytes(of: stored, body)
    }

    package static func == (left: BlobID, right: BlobID) -> Bool { left.words == right.words }
    package static func < (left: BlobID, right: BlobID) -> Bool { left.words < right.words }

    /// Half of a message authentication code is as good as all of it.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension BlobID: Codable {
    /// - Throws: `DecodingError` for anything but 64 lowercase hexadecimal digits.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = BlobID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the id of a blob")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
