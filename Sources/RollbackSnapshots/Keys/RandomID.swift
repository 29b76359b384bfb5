/// 16 random bytes: the name of a store, a pack or a record.
package struct RandomID: Hashable, Comparable, Sendable, CustomStringConvertible {
    static let size = 16

    private let high: UInt64
    private let low: UInt64

    static func make() -> RandomID {
        var generator = SystemRandomNumberGenerator()
        return RandomID(high: generator.next(), low: generator.next())
    }

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// - Parameter place: where its 16 bytes begin; they must be there.
    init(_ bytes: UnsafeRawBufferPointer, at place: Int = 0) {
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
    }

    /// - Returns: nil for anything but 32 lowercase hexadecimal digits.
    package init?(_ text: String) {
        guard let bytes = Hex.bytes(text), bytes.count == Self.size else { return nil }
        self = bytes.withUnsafeBytes { RandomID($0) }
    }

    var bytes: [UInt8] { withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) } }

    /// 32 hexadecimal digits.
    package var description: String { Hex.text(bytes) }

    package static func < (left: RandomID, right: RandomID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension RandomID: Codable {
    /// - Throws: `DecodingError` for anything but 32 lowercase hexadecimal digits.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = RandomID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
