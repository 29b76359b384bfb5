package import Crypto
import FoundationEssentials

/// The keys that follow from a store's master key (HKDF-SHA-256, RFC 5869), each for one purpose only.
package struct SnapshotKeys: Sendable {
    static let saltSize = 32

    private let master: SymmetricKey
    /// Keyed once: every blob's begins with a copy, which saves two compressions of SHA-256 for each small file.
    private let blobs: HMAC<SHA256>
    /// Says which key a store needs, and nothing of it: 16 hexadecimal digits.
    package let name: String

    /// - Parameter master: 32 bytes.
    package init(master: SymmetricKey) {
        self.master = master
        blobs = HMAC(key: Self.derived(master, "id"))
        let code = HMAC<SHA256>.authenticationCode(for: [UInt8](), using: Self.derived(master, "name"))
        name = Hex.text(Array(code).prefix(8))
    }

    private static func derived(_ master: SymmetricKey, _ purpose: String, salt: [UInt8] = []) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master, salt: salt, info: Array("lastgood snapshot 1 \(purpose)".utf8),
            outputByteCount: 32)
    }

    func id(of bytes: UnsafeRawBufferPointer) -> BlobID {
        var code = blobs
        code.update(data: bytes)
        return code.finalize().withUnsafeBytes { BlobID($0) }
    }

    func id(of bytes: [UInt8]) -> BlobID { bytes.withUnsafeBytes { id(of: $0) } }

    /// Says whether two lists of blobs are the same.
    func digest(of ids: [BlobID]) -> BlobID {
        var code = blobs
        for id in ids { id.withBytes { code.update(data: $0) } }
        return code.finalize().withUnsafeBytes { BlobID($0) }
    }

    /// The chunker's table. Keyed, so that where a known file is cut cannot be told from outside.
    func gear() -> [UInt64] {
        let seed = Self.derived(master, "chunker")
        let table = HKDF<SHA256>.expand(
            pseudoRandomKey: seed, info: Array("lastgood snapshot 1 gear".utf8), outputByteCount: 256 * 8)
        return table.withUnsafeBytes { bytes in
            (0..<256).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
        }
    }

    func pack(salt: [UInt8]) -> SymmetricKey { Self.derived(master, "pack", salt: salt) }
    func seal(salt: [UInt8]) -> SymmetricKey { Self.derived(master, "seal", salt: salt) }

    /// 32 random bytes, which make the key of one pack or one sealed file.
    static func salt() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }
}
