import RollbackCore

/// github.com/amacneil/dbmate: `20260105120000_name.sql` with both ways, `schema_migrations(version)`.
package struct DbmateLayout: SQLMigrationLayout {
    package let name = "dbmate"
    package let ledgerTable: TableName
    package let ledgerColumns = ["version"]

    /// - Parameter table: DBMATE_MIGRATIONS_TABLE says another.
    package init(table: TableName = TableName(schema: "public", name: "schema_migrations")) { ledgerTable = table }

    package func version(of name: String) -> String? { name.hasSuffix(".sql") ? digits(name) : nil }

    package func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)? {
        tree.text(path).flatMap { MarkedSections.down($0, up: ["migrate:up"], down: ["migrate:down"]) }
            .map { (path, $0.line, $0.text) }
    }
}

/// github.com/golang-migrate/migrate: a file a way, `3_name.up.sql`; `schema_migrations(version, dirty)` has one row.
package struct GolangMigrateLayout: SQLMigrationLayout {
    package let name = "golang-migrate"
    package let ledgerTable: TableName
    package let ledgerColumns = ["version", "dirty"]

    package init(table: TableName = TableName(schema: "public", name: "schema_migrations")) { ledgerTable = table }

    package func version(of name: String) -> String? {
        name.hasSuffix(".up.sql") ? digits(name, then: "_").map(Self.plain) : nil
    }

    /// The ledger has a number: `0003` is 3 there.
    private static func plain(_ digits: String) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    package func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)? {
        let down = "\(path.dropLast(".up.sql".count)).down.sql"
        return tree.text(down).map { (down, 1, $0) }
    }

    package func applied(_ ledger: MigrationLedger, files: [String]) throws(MigrationTrouble) -> [String] {
        guard let row = ledger.rows.first, let version = row["version"] ?? nil else { return [] }
        if SQLTruth.holds(row["dirty"] ?? nil) { throw MigrationTrouble(fault: .dirty(version: version)) }
        guard let place = files.firstIndex(of: version) else {
            throw MigrationTrouble(fault: .missing(version: version))
        }
        return Array(files[...place])
    }

    package func ledger(_ ledger: MigrationLedger, without version: String, left: [String]) -> MigrationLedger {
        var after = ledger
        guard let last = left.last, var row = ledger.rows.first else {
            after.rows = []
            return after
        }
        row["version"] = last
        after.rows = [row]
        return after
    }

    package func complete(_ versions: [String]) -> [[String: String?]] {
        versions.last.map { [["version": $0, "dirty": "f"]] } ?? []
    }
}

/// github.com/pressly/goose: `00001_name.sql` with both ways; `goose_db_version` keeps its history, and the last row of
/// a version says whether it is applied. A version 0 says only that the table is there.
package struct GooseLayout: SQLMigrationLayout {
    package let name = "goose"
    package let ledgerTable: TableName
    package let ledgerColumns = ["id", "version_id", "is_applied"]

    package init(table: TableName = TableName(schema: "public", name: "goose_db_version")) { ledgerTable = table }

    package func version(of name: String) -> String? {
        guard name.hasSuffix(".sql") || name.hasSuffix(".go") && !name.hasSuffix("_test.go") else { return nil }
        return digits(name, then: "_").map { String($0.drop { $0 == "0" }) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    package func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)? {
        guard path.hasSuffix(".sql") else { return nil }
        return tree.text(path).flatMap { MarkedSections.down($0, up: ["+goose", "up"], down: ["+goose", "down"]) }
            .map { (path, $0.line, $0.text) }
    }

    package func applied(_ ledger: MigrationLedger, files: [String]) throws(MigrationTrouble) -> [String] {
        let rows = ledger.rows.sorted { (Self.number($0["id"] ?? nil)) < (Self.number($1["id"] ?? nil)) }
        var states: [String: Bool] = [:]
        for row in rows {
            if let version = row["version_id"] ?? nil, version != "0" {
                states[version] = SQLTruth.holds(row["is_applied"] ?? nil)
            }
        }
        return states.filter(\.value).keys.sorted()
    }

    private static func number(_ text: String?) -> Int { text.flatMap { Int($0) } ?? 0 }

    package func ledger(_ ledger: MigrationLedger, without version: String, left: [String]) -> MigrationLedger {
        var after = ledger
        after.rows.removeAll { $0["version_id"] == version }
        return after
    }

    package func complete(_ versions: [String]) -> [[String: String?]] {
        (["0"] + versions).enumerated().map {
            ["id": "\($0.offset + 1)", "version_id": $0.element, "is_applied": "t"]
        }
    }
}

/// supabase.com/docs/guides/deployment/database-migrations: `supabase/migrations/<time>_name.sql` without ways back; one
/// may lie beside it as `<time>_name.down.sql`.
package struct SupabaseLayout: SQLMigrationLayout {
    package let name = "supabase"
    package let ledgerTable = TableName(schema: "supabase_migrations", name: "schema_migrations")
    package let ledgerColumns = ["version", "name", "statements"]

    package init() {}

    package func version(of name: String) -> String? { Self.isForward(name) ? digits(name, then: "_") : nil }

    static func isForward(_ name: String) -> Bool { name.hasSuffix(".sql") && !name.hasSuffix(".down.sql") }

    package func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)? {
        let down = "\(path.dropLast(".sql".count)).down.sql"
        return tree.text(down).map { (down, 1, $0) }
    }
}

/// Numbered SQL files that something of the platform's own applies, with or without a table that says which.
package struct PlainLayout: SQLMigrationLayout {
    package let name = "sql"
    package let ledgerTable: TableName
    package let ledgerColumns: [String]

    /// - Parameter column: the one that has the number its file begins with.
    package init(
        table: TableName = TableName(schema: "public", name: "schema_migrations"), column: String = "version"
    ) {
        (ledgerTable, ledgerColumns) = (table, [column])
    }

    private var column: String { ledgerColumns.first ?? "version" }

    package func version(of name: String) -> String? { SupabaseLayout.isForward(name) ? digits(name) : nil }

    package func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)? {
        SupabaseLayout().down(path, in: tree)
    }

    package func applied(_ ledger: MigrationLedger, files: [String]) throws(MigrationTrouble) -> [String] {
        // Some write the file's whole name.
        ledger.rows.compactMap { $0[column] ?? nil }.map { digits($0) ?? $0 }
    }

    package func ledger(_ ledger: MigrationLedger, without version: String, left: [String]) -> MigrationLedger {
        var after = ledger
        after.rows.removeAll { row in
            (row[column] ?? nil).map { (digits($0) ?? $0) == version } ?? false
        }
        return after
    }

    package func complete(_ versions: [String]) -> [[String: String?]] { versions.map { [column: $0] } }
}

/// A boolean as servers write one.
enum SQLTruth {
    static func holds(_ text: String?) -> Bool { ["t", "true", "1"].contains(text?.lowercased()) }
}
