import Crypto
import FoundationEssentials

/// Seals and opens the segments of one pack: AES-256-GCM with the pack's own key. The nonce is the segment's number, so a
/// segment opens in its own place of its own pack only.
struct PackSeal: Sendable {
    static let magic = Array("LGPACK1\n".utf8)
    /// Magic, the pack's id, its salt.
    static let headerSize = 56

    let pack: RandomID
    private let salt: [UInt8]
    private let key: SymmetricKey

    init(pack: RandomID, salt: [UInt8], keys: SnapshotKeys) {
        (self.pack, self.salt) = (pack, salt)
        key = keys.pack(salt: salt)
    }

    /// What a pack file begins with.
    var header: [UInt8] { Self.magic + pack.bytes + salt }

    private func nonce(_ ordinal: UInt64) throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: [0, 0, 0, 0] + Self.bytes(ordinal))
    }

    private static func bytes(_ ordinal: UInt64) -> [UInt8] { withUnsafeBytes(of: ordinal.littleEndian) { Array($0) } }

    private func context(_ ordinal: UInt64, _ header: SegmentHeader) -> [UInt8] {
        Self.magic + pack.bytes + Self.bytes(ordinal) + header.bytes
    }

    /// - Parameter plain: the body or its frame, as the header says.
    /// - Returns: the whole segment: header, ciphertext, tag.
    func seal(_ plain: [UInt8], _ header: SegmentHeader, ordinal: UInt64) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            plain, using: key, nonce: nonce(ordinal), authenticating: context(ordinal, header))
        var segment = [UInt8]()
        segment.reserveCapacity(header.segmentSize)
        segment += header.bytes
        segment += box.ciphertext
        segment += box.tag
        return segment
    }

    /// - Parameter sealed: ciphertext and tag.
    /// - Returns: nil when it is not what was sealed in this place.
    func open(_ sealed: UnsafeRawBufferPointer, _ header: SegmentHeader, ordinal: UInt64) -> [UInt8]? {
        guard sealed.count == header.sealed + SegmentHeader.tagSize, let nonce = try? nonce(ordinal),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: UnsafeRawBufferPointer(rebasing: sealed[..<header.sealed]),
                tag: UnsafeRawBufferPointer(rebasing: sealed[header.sealed...])),
            let plain = try? AES.GCM.open(box, using: key, authenticating: context(ordinal, header))
        else { return nil }
        return Array(plain)
    }
}
