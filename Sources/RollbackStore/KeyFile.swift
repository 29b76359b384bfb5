package import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// The key that environments are sealed with: 32 random bytes in the user's state directory, readable by nobody else.
/// It is apart from what it seals, so that a copy of the platform's state alone opens nothing.
package struct KeyFile: Hashable, Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Where the user's programs keep their state (XDG Base Directory Specification: a relative path counts as unset).
    package init(environment: [String: String], home: String) {
        let named = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        path = "\(named ?? "\(home)/.local/state")/lastgood/key"
    }

    private static let size = 32

    /// - Returns: nil when there is none.
    func read() throws -> SealingKey? { try bytes().map(SealingKey.init) }

    /// The key itself, for a store that derives its own keys from it.
    /// - Parameter making: whether it is made when there is none.
    /// - Throws: `Failure.release(.environment(…))` when it is missing, damaged or readable by others.
    package func master(making: Bool) throws -> SymmetricKey {
        if making { _ = try make() }
        guard let bytes = try bytes() else { throw Failure.release(.environment(.keyMissing(key: path))) }
        return SymmetricKey(data: bytes)
    }

    private func bytes() throws -> Data? {
        guard let facts = FileCall.facts(path) else { return nil }
        guard facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else {
            throw Failure.release(.environment(.keyOpen(key: path)))
        }
        guard let bytes = try FileCall.read(path) else { return nil }
        guard bytes.count == Self.size else { throw Failure.release(.environment(.keyDamaged(key: path))) }
        return bytes
    }

    /// The key, made when it is first needed. Two that make it at once agree: the first name counts.
    func make() throws -> SealingKey {
        if let key = try read() { return key }
        let folder = FileCall.parent(of: path) ?? "/"
        try FileCall.makeDirectory(folder)
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let draft = "\(path).\(UUID().uuidString).draft"
        try AtomicFile.write(bytes, to: draft)
        defer { unlink(draft) }
        if link(draft, path) != 0, errno != EEXIST {
            throw Failure.file(path: path, doing: "make the key", errno: errno)
        }
        try FileCall.syncDirectory(folder)
        guard let key = try read() else { throw Failure.release(.environment(.keyMissing(key: path))) }
        return key
    }
}

/// A key, and those that follow from it: each is used for one purpose only.
struct SealingKey: Sendable {
    private let whole: SymmetricKey

    init(_ bytes: Data) { whole = SymmetricKey(data: bytes) }

    private func derived(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: whole, info: Data("lastgood environment \(purpose)".utf8), outputByteCount: 32)
    }

    var sealing: SymmetricKey { derived("sealing") }

    /// Says which key it is, and nothing of it.
    var name: Data { Data(HMAC<SHA256>.authenticationCode(for: Data(), using: derived("name")).prefix(8)) }

    func digest(_ data: Data) -> String {
        Digits.text(HMAC<SHA256>.authenticationCode(for: data, using: derived("digest")))
    }
}

enum Digits {
    private static let digits = Array("0123456789abcdef")

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
