import RollbackCore
package import RollbackMigrations

/// What makes a project's schema, as its files show.
package struct MigrationPlace: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case alembic(AlembicSettings)
        case dbmate, golangMigrate, goose, supabase, plain
        /// Recognised, and not followed: the catalogs' difference says how the schema goes back.
        case unfollowed(name: String, why: String)
    }

    package var kind: Kind
    /// Where its files lie, from the top of the checkout.
    package var folder: String

    package var name: String {
        switch kind {
        case .alembic: "alembic"
        case .dbmate: "dbmate"
        case .golangMigrate: "golang-migrate"
        case .goose: "goose"
        case .supabase: "supabase"
        case .plain: "sql"
        case .unfollowed(let name, _): name
        }
    }

    /// In the order of their folders.
    package static func all(in tree: MigrationTree) -> [MigrationPlace] {
        let folders = Dictionary(grouping: tree.files.keys) { path in
            path.split(separator: "/").dropLast().joined(separator: "/")
        }
        let found = folders.compactMap { folder, paths in Self.of(folder, paths.sorted(), tree) }
        let alembic = tree.files.keys.compactMap { path -> MigrationPlace? in
            guard path == "alembic.ini" || path.hasSuffix("/alembic.ini"), let text = tree.text(path) else {
                return nil
            }
            return AlembicSettings(path, text: text).map { MigrationPlace(kind: .alembic($0), folder: $0.scripts) }
        }
        return (found + alembic).sorted { ($0.folder, $0.name) < ($1.folder, $1.name) }
    }

    private static let usual: Set = ["migrations", "migration", "migrate"]

    private static func of(_ folder: String, _ paths: [String], _ tree: MigrationTree) -> MigrationPlace? {
        let names = paths.compactMap { $0.split(separator: "/").last.map(String.init) }
        func holds(_ mark: String) -> Bool {
            paths.contains { path in
                path.hasSuffix(".sql")
                    && (tree.text(path) ?? "").split(whereSeparator: \.isNewline).contains {
                        $0.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ").hasPrefix(mark)
                    }
            }
        }
        let last = folder.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let kind: Kind? =
            if folder == "supabase/migrations" || folder.hasSuffix("/supabase/migrations") {
                .supabase
            } else if holds("-- +goose up") { .goose } else if holds("-- migrate:up") {
                .dbmate
            } else if names.contains(where: { $0.hasSuffix(".up.sql") && $0.first?.isNumber == true }) {
                .golangMigrate
            } else if usual.contains(last),
                names.contains(where: { $0.hasSuffix(".sql") && $0.first?.isNumber == true })
            {
                .plain
            } else { unfollowed(names, paths, tree) }
        return kind.map { MigrationPlace(kind: $0, folder: folder) }
    }

    private static func unfollowed(_ names: [String], _ paths: [String], _ tree: MigrationTree) -> Kind? {
        if names.contains("schema.prisma") {
            return .unfollowed(name: "Prisma", why: "Prisma writes no ways back")
        }
        let isDjango = paths.contains { $0.hasSuffix(".py") && (tree.text($0) ?? "").contains("django.db") }
        return isDjango
            ? .unfollowed(name: "Django", why: "Django's ways back are only known while its models are loaded") : nil
    }

    /// The driver of what makes this project's schema.
    /// - Parameters:
    ///   - tree: the live release's.
    ///   - printer: the platform's own Alembic.
    ///   - recorded: digests of files as the live release was recorded with; empty when it was not.
    ///   - table: the ledger's, where the configuration says another than the system's usual one.
    /// - Returns: nil for what is not followed.
    package func system(
        _ tree: MigrationTree, dialect: SQLDialect, printer: (AlembicSettings) -> AlembicPrinter,
        recorded: [String: String] = [:], table: TableName? = nil
    ) -> (any MigrationSystem)? {
        if case .alembic(let settings) = kind {
            return AlembicSystem(
                settings, tree: tree, dialect: dialect, printer: printer(settings), recorded: recorded)
        }
        let schema = dialect == .sqlite ? "main" : "public"
        return layout(table: table, schema: schema).map {
            SQLMigrationSystem($0, folder: folder, tree: tree, dialect: dialect, recorded: recorded)
        }
    }

    /// How its SQL files are laid out; nil for what is none of SQL files.
    func layout(table: TableName? = nil, schema: String = "public") -> (any SQLMigrationLayout)? {
        let usual = table ?? TableName(schema: schema, name: kind == .goose ? "goose_db_version" : "schema_migrations")
        switch kind {
        case .dbmate: return DbmateLayout(table: usual)
        case .golangMigrate: return GolangMigrateLayout(table: usual)
        case .goose: return GooseLayout(table: usual)
        case .supabase: return SupabaseLayout()
        case .plain: return PlainLayout(table: usual)
        case .alembic, .unfollowed: return nil
        }
    }
}
