import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A small file that is read whole: an index generation or a record, encrypted (AES-256-GCM) with a key of its own, and
/// kept twice.
enum SealedFile {
    private static let magic = Array("LGSEAL1\n".utf8)
    /// Magic, kind, number, salt, length.
    private static let headerSize = 8 + 1 + 8 + 32 + 4
    private static let tagSize = 16

    enum Kind: UInt8 {
        case index = 1
        case record = 2
    }

    /// Makes both files, the first one first; returns when both are durable. Where the second cannot be made there is no
    /// first one either: what was not acknowledged is not there.
    static func write(_ plain: [UInt8], _ kind: Kind, number: Int, to path: String, keys: SnapshotKeys) throws {
        let bytes = Data(try sealed(plain, kind, number: number, keys: keys))
        try AtomicFile.write(bytes, to: path)
        do { try AtomicFile.write(bytes, to: path + SecondCopy.suffix) } catch {
            unlink(path)
            throw error
        }
    }

    private static func sealed(
        _ plain: [UInt8], _ kind: Kind, number: Int, keys: SnapshotKeys
    ) throws -> [UInt8] {
        let salt = SnapshotKeys.salt()
        var writer = ByteWriter(reserving: headerSize + plain.count + tagSize)
        writer.raw(magic)
        writer.integer(kind.rawValue)
        writer.integer(UInt64(number))
        writer.raw(salt)
        try writer.count(plain.count, UInt32.self, "the store's index")
        let box = try AES.GCM.seal(
            plain, using: keys.seal(salt: salt), nonce: zeroNonce(), authenticating: writer.bytes)
        writer.raw(box.ciphertext)
        writer.raw(box.tag)
        return writer.bytes
    }

    /// The key is used once, so its nonce may be any.
    private static func zeroNonce() throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 12))
    }

    /// What was sealed as this file, from it or from its copy.
    /// - Throws: `SnapshotFailure.damaged` with what is wrong with the first, where neither is whole.
    static func read(_ path: String, _ kind: Kind, number: Int, keys: SnapshotKeys) throws -> [UInt8] {
        try SecondCopy.read(path) { try readOne($0, kind, number: number, keys: keys) }
    }

    static func readOne(_ path: String, _ kind: Kind, number: Int, keys: SnapshotKeys) throws -> [UInt8] {
        func damaged(_ damage: SnapshotDamage) -> Failure { .snapshot(.damaged(path: path, damage)) }
        guard let data = try FileCall.read(path) else { throw damaged(.missing) }
        let bytes = [UInt8](data)
        guard bytes.starts(with: magic) else { throw damaged(.beginning) }
        var reader = ByteReader(bytes, from: magic.count, path: path)
        guard try reader.integer(UInt8.self) == kind.rawValue, try reader.whole() == number else {
            throw damaged(.place)
        }
        let salt = try reader.array(SnapshotKeys.saltSize)
        let length = Int(try reader.integer(UInt32.self))
        guard reader.left == length + tagSize else { throw damaged(.short(at: reader.offset)) }
        guard
            let box = try? AES.GCM.SealedBox(
                nonce: zeroNonce(), ciphertext: bytes[headerSize..<(headerSize + length)],
                tag: bytes[(headerSize + length)...]),
            let plain = try? AES.GCM.open(
                box, using: keys.seal(salt: salt), authenticating: bytes[..<headerSize])
        else { throw damaged(.authentication(at: headerSize)) }
        return [UInt8](plain)
    }
}
