import CRollbackSystem
import FoundationEssentials
import Glibc
import RollbackFiles
import RollbackTestKit
import Testing

/// A tree and a store for it, in folders of their own.
struct TreePlace {
    let folder: ScratchFolder
    let storeFolder: ScratchFolder
    var root: String { folder.file("root") }

    /// - Parameter parent: where the store lies; nil: on the tree's file system.
    init(store parent: String? = nil) throws {
        folder = try ScratchFolder()
        storeFolder = try ScratchFolder(in: parent)
        try FileCall.makeDirectory(root, mode: 0o755)
    }

    func store() throws -> EntryStore { try EntryStore(tree: Tree(root), folder: storeFolder.path) }
    func path(_ text: String) -> String { "\(root)/\(text)" }

    func write(_ text: String, _ content: String, mode: mode_t = 0o644) throws {
        if let parent = FileCall.parent(of: path(text)) { try FileCall.makeDirectory(parent, mode: 0o755) }
        try AtomicFile.write(Data(content.utf8), to: path(text), mode: mode, durable: false)
        chmod(path(text), mode)
    }

    func link(_ text: String, to target: String) { symlink(target, path(text)) }
    func read(_ text: String) throws -> String? {
        try FileCall.read(path(text)).map { String(decoding: $0, as: UTF8.self) }
    }
}

func treePath(_ text: String) throws -> TreePath { try #require(TreePath(text)) }
func treePaths(_ texts: String...) throws -> [TreePath] { try texts.map(treePath) }

/// Everything that can be told of one name, but for what reading and linking change.
struct Portrait: Hashable {
    var name: String
    var kind: UInt32
    var mode: UInt32
    var owner: [UInt32]
    var modified: [Int]
    var content: Data
    var attributes: [String: Data]

    init?(_ path: String, name: String) throws {
        guard let facts = FileCall.facts(path) else { return nil }
        self.name = name
        kind = facts.st_mode & S_IFMT
        mode = facts.st_mode & 0o7777
        owner = [facts.st_uid, facts.st_gid]
        // A folder's own time changes with every entry.
        modified = kind == S_IFDIR ? [] : [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
        switch kind {
        case S_IFREG: content = try FileCall.read(path) ?? Data()
        case S_IFLNK: content = Data((FileCall.linkText(path) ?? "").utf8)
        default: content = Data()
        }
        attributes = kind == S_IFREG ? Attributes.all(path) : [:]
    }

    /// Portraits of a whole tree, sorted.
    static func all(_ root: String) throws -> [Portrait] {
        var names: [String] = []
        try TreeWalk.walk(root, enter: { _ in true }) { path, _, _ in names.append(path) }
        return try names.sorted().compactMap { try Portrait("\(root)/\($0)", name: $0) }
    }
}

/// Extended attributes of a person's own.
enum Attributes {
    /// - Returns: false where the file system has none.
    static func set(_ path: String, _ name: String, _ value: String) -> Bool {
        setxattr(path, name, value, value.utf8.count, 0) == 0
    }

    static func all(_ path: String) -> [String: Data] {
        var names = [CChar](repeating: 0, count: 4096)
        let length = listxattr(path, &names, names.count)
        guard length > 0 else { return [:] }
        let keys = names[..<length].split(separator: 0).map {
            String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        return keys.reduce(into: [:]) { found, key in
            var value = [UInt8](repeating: 0, count: 4096)
            let size = getxattr(path, key, &value, value.count)
            if size >= 0, key.hasPrefix("user.") { found[key] = Data(value[..<size]) }
        }
    }
}
