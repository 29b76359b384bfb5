import FoundationEssentials

/// A Git LFS pointer file (git-lfs, `docs/spec.md`): the content lies in `.git/lfs/objects/ab/cd/abcd…`.
struct LFSPointer: Hashable {
    var object: String
    var size: Int

    /// Pointers are shorter than this many bytes.
    static let longest = 1024

    init?(_ data: Data) {
        guard data.count < Self.longest else { return nil }
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
}
