import RollbackCore

/// Which file of a project is a migration, told by where it lies and what it is called.
struct MigrationFile: Hashable {
    var path: String
    var name: String
    var system: MigrationTool

    static let folders: Set = ["migrations", "migration", "migrate", "alembic", "drizzle"]
    /// Of what else lies in such folders: settings, notes and records, which change no schema.
    private static let aside: Set = [
        "md", "txt", "rst", "mako", "ini", "toml", "cfg", "json", "lock", "gitkeep", "gitignore", "pyc", "sum",
    ]
    private static let asideNames: Set = ["__init__.py", "env.py", "README", "LICENSE"]

    /// - Parameter alembic: folders that hold Alembic's revisions, beside those that are called `versions`.
    /// - Returns: nil for what is none.
    init?(_ path: String, alembic: [String] = []) {
        let words = path.split(separator: "/").map(String.init)
        let folders = words.dropLast().map { $0.lowercased() }
        guard let file = words.last, !Self.asideNames.contains(file) else { return nil }
        let dot = file.lastIndex(of: ".")
        let ending = dot.map { file[file.index(after: $0)...].lowercased() } ?? ""
        self.path = path
        name = dot.map { String(file[..<$0]) } ?? file
        let isIn = !Self.folders.isDisjoint(with: folders)
        let isAlembic = folders.last == "versions" || alembic.contains { path.hasPrefix("\($0)/") }
        switch ending {
        case "prisma": system = .other
        case "py" where isAlembic: system = .alembic
        case _ where !isIn || Self.aside.contains(ending) || Self.leadsBack(file): return nil
        case "sql" where folders.contains("supabase"): system = .supabase
        case "sql" where file == "migration.sql" && words.count > 1:
            (name, system) = (words[words.count - 2], .prisma)
        case "sql": system = .sql
        default: system = .other
        }
    }

    /// Scripts of the way back change nothing on the way forward: `3_x.down.sql`, and Flyway's `U3__x.sql`.
    private static func leadsBack(_ file: String) -> Bool {
        let lower = file.lowercased()
        if lower == "down.sql" || lower.hasSuffix(".down.sql") { return true }
        return file.hasPrefix("U") && file.dropFirst().first?.isNumber == true && file.contains("__")
    }

    /// Where `git` looks for them, at any depth.
    static var pathspecs: [String] {
        (folders.union(["versions"])).sorted().map { ":(top,glob,icase)**/\($0)/**" } + [":(top,glob)**/*.prisma"]
    }
}

/// Where Alembic's settings say that its revisions lie.
enum AlembicFolders {
    /// - Parameters:
    ///   - settings: the text of `alembic.ini`.
    ///   - folder: the one that it lies in, from the top of the checkout; empty for the top.
    static func named(in settings: String, folder: String) -> [String] {
        settings.split(whereSeparator: \.isNewline).flatMap { line -> [String] in
            let sides = line.split(separator: "=", maxSplits: 1).map { $0.trimmingSpace }
            guard sides.count == 2 else { return [] }
            if sides[0] == "script_location" { return joined("\(sides[1])/versions", folder) }
            guard sides[0] == "version_locations" else { return [] }
            return sides[1].split { $0.isWhitespace || ",;:".contains($0) }.flatMap { joined(String($0), folder) }
        }
    }

    private static func joined(_ path: String, _ folder: String) -> [String] {
        let words = path.replacing("%(here)s", with: ".").split(separator: "/").filter { $0 != "." }
        guard !path.hasPrefix("/"), !words.contains(".."), !words.isEmpty else { return [] }
        return [((folder.isEmpty ? [] : [folder[...]]) + words).joined(separator: "/")]
    }
}

extension Substring {
    fileprivate var trimmingSpace: String { String(self).trimmed }
}
