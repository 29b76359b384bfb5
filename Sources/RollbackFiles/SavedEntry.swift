package import Glibc

/// What was at one path before it was changed.
package struct SavedEntry: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// Nothing: taking back means removing what came.
        case missing
        /// A file or link; the store holds it.
        case file
        case link
        /// A folder, by its mode and owner; when a file is to stand there, the store takes it whole.
        case folder
        case other
    }

    package var path: TreePath
    package var kind: Kind
    package var mode: UInt32
    package var user: UInt32
    package var group: UInt32
    package var size: Int64
    package var modifiedNanoseconds: Int64
    /// The name in the store; nil where nothing is stored.
    package var stored: String?

    package init(path: TreePath, facts: stat?, stored: String?) {
        self.path = path
        self.stored = stored
        kind = facts.map(Self.kind) ?? .missing
        mode = (facts?.st_mode ?? 0) & 0o7777
        user = facts?.st_uid ?? 0
        group = facts?.st_gid ?? 0
        size = Int64(facts?.st_size ?? 0)
        modifiedNanoseconds = facts.map { Int64($0.st_mtim.tv_sec) * 1_000_000_000 + Int64($0.st_mtim.tv_nsec) } ?? 0
    }

    private static func kind(_ facts: stat) -> Kind {
        switch facts.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFLNK: .link
        case S_IFDIR: .folder
        default: .other
        }
    }
}
