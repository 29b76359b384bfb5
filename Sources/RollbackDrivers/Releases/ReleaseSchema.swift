import FoundationEssentials
package import RollbackCore

/// What the migrations of a commit say is the newest schema. The database itself is not asked.
package struct ReleaseSchema: Sendable {
    let tree: CommitTree
    /// The platform's folder below the top of the checkout, with a slash behind it; empty for the whole.
    let prefix: String

    package init(_ tree: CommitTree, prefix: String) {
        self.tree = tree
        self.prefix = prefix.isEmpty ? "" : "\(prefix)/"
    }

    package func heads() async throws -> [SchemaHead] {
        let paths = tree.paths
        var heads: [SchemaHead] = []
        for folder in Self.alembicFolders(paths) {
            if let head = try await alembic(folder, paths) { heads.append(head) }
        }
        return heads + Self.sqlFolders(paths).compactMap { sql($0, paths) }
    }

    /// `versions/` beside the `env.py` that Alembic's `init` makes.
    private static func alembicFolders(_ paths: [String]) -> [String] {
        let environments = paths.filter { LockPath.name($0) == "env.py" }.map(LockPath.folder)
        return environments.map { LockPath.join($0, "versions") }.sorted()
    }

    private func alembic(_ folder: String, _ paths: [String]) async throws -> SchemaHead? {
        var revisions = AlembicRevisions()
        for path in paths where path.hasPrefix("\(folder)/") && path.hasSuffix(".py") {
            revisions.add(String(decoding: try await tree.content(of: path) ?? Data(), as: UTF8.self))
        }
        guard !revisions.heads.isEmpty else { return nil }
        return SchemaHead(folder: shown(folder), system: "alembic", heads: revisions.heads)
    }

    private static let names: Set = ["migrations", "migration", "migrate"]

    private static func sqlFolders(_ paths: [String]) -> [String] {
        Set(paths.filter { $0.hasSuffix(".sql") }.map(LockPath.folder)).filter { folder in
            names.contains(LockPath.name(folder).lowercased())
        }.sorted()
    }

    private func sql(_ folder: String, _ paths: [String]) -> SchemaHead? {
        let files = paths.filter { LockPath.folder($0) == folder && $0.hasSuffix(".sql") && !$0.hasSuffix(".down.sql") }
        guard let last = files.map(LockPath.name).max(by: Self.isEarlier) else { return nil }
        let isSupabase = LockPath.name(LockPath.folder(folder)) == "supabase"
        return SchemaHead(folder: shown(folder), system: isSupabase ? "supabase" : "sql", heads: [last])
    }

    /// By the number that a name begins with, as far as it has one: `9_x` comes before `10_y`.
    static func isEarlier(_ left: String, _ right: String) -> Bool {
        let numbers = [left, right].map { Int($0.drop { !$0.isNumber && $0.isLetter }.prefix { $0.isNumber }) }
        if let first = numbers[0], let second = numbers[1], first != second { return first < second }
        return left < right
    }

    private func shown(_ path: String) -> String {
        path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
