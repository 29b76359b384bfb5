import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A Git LFS pointer file (git-lfs, `docs/spec.md`): the content lies in `.git/lfs/objects/ab/cd/abcd…`.
struct LFSPointer: Hashable {
    var object: String
    var size: Int

    init?(_ data: Data) {
        guard data.count < 1024 else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        func value(_ key: String) -> Substring? { lines.first { $0.hasPrefix(key) }?.dropFirst(key.count) }
        guard lines.first?.hasPrefix("version https://git-lfs.github.com/spec/") ?? false,
            let object = value("oid sha256:"), object.count == 64, object.allSatisfy(\.isHexDigit),
            let size = value("size ").flatMap({ Int($0) })
        else { return nil }
        self.object = String(object)
        self.size = size
    }

    func path(in store: String) -> String { "\(store)/\(object.prefix(2))/\(object.dropFirst(2).prefix(2))/\(object)" }

    /// Replaces a staged pointer by its content. A file that is no pointer was committed as it is, and stays.
    /// - Throws: `Failure.gitRefused` when the content is not on this machine or is damaged.
    static func materialize(_ staged: String, store: String) throws {
        guard let data = try FileCall.read(staged), let pointer = LFSPointer(data) else { return }
        guard let content = try FileCall.read(pointer.path(in: store)) else {
            throw Failure.gitRefused(
                what: "write \(staged.split(separator: "/").last ?? "")",
                why: "its Git LFS object \(pointer.object.prefix(12)) is not on this machine; run: git lfs fetch --all")
        }
        guard content.count == pointer.size, Hexadecimal.text(SHA256.hash(data: content)) == pointer.object else {
            throw Failure.gitRefused(what: "write the file", why: "its Git LFS object \(pointer.object.prefix(12)) is damaged")
        }
        try AtomicFile.write(content, to: staged, durable: false)
    }
}
