import RollbackMigrations

/// Both ways of one migration, as what they do to a schema.
struct MigrationWays {
    var path: String
    var up: [PlacedChange]
    /// Nil: nobody wrote a way back.
    var down: Down?
    /// Its system wants every migration to have a way back.
    var wantsDown: Bool

    struct Down {
        var path: String
        /// Of its beginning.
        var line: Int
        var changes: [PlacedChange]
        /// Why it does not run in a transaction of ours, with the line.
        var troubles: [(line: Int, rule: String, what: String)] = []
    }
}

/// Reads migrations' files without asking anybody.
struct MigrationWaysReading {
    let tree: MigrationTree
    /// Nil: each file says by its words which database it is for.
    let dialect: SQLDialect?

    func ways(_ place: MigrationPlace) -> [MigrationWays] {
        switch place.kind {
        case .alembic(let settings):
            tree.files.keys.sorted().filter { path in
                path.hasSuffix(".py") && settings.versions.contains { path.hasPrefix("\($0)/") }
            }.compactMap(alembic)
        case .dbmate: sql(place, DbmateLayout(), marks: (["migrate:up"], ["migrate:down"]))
        case .goose: sql(place, GooseLayout(), marks: (["+goose", "up"], ["+goose", "down"]))
        case .golangMigrate: sql(place, GolangMigrateLayout(), marks: nil)
        case .supabase: sql(place, SupabaseLayout(), marks: nil, wantsDown: false)
        case .plain: sql(place, PlainLayout(), marks: nil, wantsDown: false)
        case .unfollowed: []
        }
    }

    private func sql(
        _ place: MigrationPlace, _ layout: any SQLMigrationLayout, marks: (up: [String], down: [String])?,
        wantsDown: Bool = true
    ) -> [MigrationWays] {
        tree.names(in: place.folder).filter { $0.hasSuffix(".sql") && layout.version(of: $0) != nil }.map { name in
            let path = place.folder.isEmpty ? name : "\(place.folder)/\(name)"
            let text = tree.text(path) ?? ""
            let own = dialect ?? Self.guess(text)
            let up = marks.flatMap { MarkedSections.down(text, up: $0.down, down: $0.up) } ?? (1, text)
            let down = layout.down(path, in: tree).flatMap { self.down($0.path, $0.text, $0.line, own) }
            return MigrationWays(path: path, up: Self.changes(up.1, up.0, own), down: down, wantsDown: wantsDown)
        }
    }

    private func down(_ path: String, _ text: String, _ line: Int, _ dialect: SQLDialect) -> MigrationWays.Down? {
        do {
            let statements = try SQLScript.read(text, as: dialect, from: line)
            if statements.isEmpty { return nil }
            var down = MigrationWays.Down(
                path: path, line: line, changes: statements.flatMap(SQLReader.changes(of:)), troubles: [])
            // Each by itself: the first must not hide the next.
            for statement in DownScript.unwrapped(statements) {
                let said = DownScript.shown(statement)
                switch StatementNature(statement, dialect) {
                case .controlsTransaction: down.troubles.append((statement.line, "ends-transaction", said))
                case .outside: down.troubles.append((statement.line, "not-transactional", said))
                default: break
                }
            }
            return down
        } catch {
            return MigrationWays.Down(
                path: path, line: line, changes: [], troubles: [(error.line, "unreadable", error.why)])
        }
    }

    private static func changes(_ text: String, _ line: Int, _ dialect: SQLDialect) -> [PlacedChange] {
        ((try? SQLScript.read(text, as: dialect, from: line)) ?? []).flatMap(SQLReader.changes(of:))
    }

    /// What only SQLite says.
    static func guess(_ text: String) -> SQLDialect {
        let words = text.lowercased().split { !($0.isLetter || $0 == "_") }.map(String.init)
        let isSQLite = words.contains("autoincrement") || words.contains("pragma")
        let hasBody = words.contains("trigger") && words.contains("begin") && !words.contains("execute")
        return isSQLite || hasBody ? .sqlite : .postgres
    }

    private func alembic(_ path: String) -> MigrationWays? {
        guard let text = tree.text(path), text.contains(AlembicMigration.mark) else { return nil }
        let migration = AlembicMigration(text)
        let place = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
            $0.hasPrefix("def downgrade(")
        }
        var down = MigrationWays.Down(path: path, line: (place ?? 0) + 1, changes: migration.downgrade)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where index >= place ?? lines.count {
            for word in ["get_bind(", "autocommit_block(", "inspect("] where line.contains(word) {
                down.troubles.append((index + 1, "not-printable", "op.\(word)…)"))
            }
        }
        let isEmpty = down.changes.isEmpty || place == nil || Self.onlyRaises(lines, place)
        return MigrationWays(path: path, up: migration.upgrade, down: isEmpty ? nil : down, wantsDown: true)
    }

    private static func onlyRaises(_ lines: [Substring], _ place: Int?) -> Bool {
        guard let place else { return true }
        let body = lines[(place + 1)...].map { $0.drop(while: \.isWhitespace) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("\"\"\"") }
        return body.first?.hasPrefix("raise ") ?? true
    }
}
