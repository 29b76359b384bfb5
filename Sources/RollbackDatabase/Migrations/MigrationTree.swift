import Crypto
package import FoundationEssentials
import RollbackFiles

/// What a release has of migrations: files by their path from the top of the checkout. The live release's are read from
/// its folder, another's from git.
package struct MigrationTree: Hashable, Sendable {
    package var files: [String: Data]

    package init(_ files: [String: Data]) { self.files = files }

    package func text(_ path: String) -> String? {
        files[path].map { String(decoding: $0, as: UTF8.self) }
    }

    /// SHA-256 in hexadecimal digits.
    package func digest(_ path: String) -> String? {
        files[path].map { data in
            SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
    }

    /// Those right in this folder, sorted.
    func names(in folder: String) -> [String] {
        let start = folder.isEmpty ? "" : "\(folder)/"
        return files.keys.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
            .filter { !$0.contains("/") }.sorted()
    }

    /// Whether a path can be a migration's, or its system's settings'. Everything else need not be read.
    package static func wants(_ path: String) -> Bool {
        let words = path.split(separator: "/").map(String.init)
        guard let name = words.last else { return false }
        let folders = Set(words.dropLast().map { $0.lowercased() })
        if name == "alembic.ini" || name.hasSuffix(".sql") || name == "schema.prisma" { return true }
        return (name.hasSuffix(".py") || name.hasSuffix(".go"))
            && !folders.isDisjoint(with: ["versions", "migrations", "migrate", "alembic"])
    }

    private static let aside: Set = ["node_modules", "venv", "env", "__pycache__", "site-packages", "vendor", "dist"]
    /// In bytes: no migration is longer, and dumps are.
    private static let largest = 4 << 20

    /// - Parameter root: the checkout's top.
    /// - Throws: `Failure.file`.
    package static func live(_ root: String) throws -> MigrationTree {
        var tree = MigrationTree([:])
        try tree.read(root, "", depth: 0)
        return tree
    }

    private mutating func read(_ root: String, _ folder: String, depth: Int) throws {
        for name in try FileCall.names(in: folder.isEmpty ? root : "\(root)/\(folder)") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            if Self.isFolder("\(root)/\(path)") {
                let isAside = name.hasPrefix(".") || Self.aside.contains(name)
                if !isAside, depth < 8 { try read(root, path, depth: depth + 1) }
            } else if Self.wants(path), let data = try FileCall.read("\(root)/\(path)"), data.count <= Self.largest {
                files[path] = data
            }
        }
    }

    /// A link is none: it may lead out of the checkout, or round in it.
    private static func isFolder(_ path: String) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return facts?[.type] as? FileAttributeType == .typeDirectory
    }
}
