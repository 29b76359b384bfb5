/// Finds what migration systems have written down in a database, by the tables that they keep for it.
package struct LedgerReading {
    private let database: any SchemaDatabase
    private let facts: CatalogFacts

    /// - Parameter facts: the database's own, just read.
    package init(_ database: any SchemaDatabase, facts: CatalogFacts) {
        (self.database, self.facts) = (database, facts)
    }

    /// By the systems' documentation: what the table is called, and a column that it has.
    private static let known: [(system: String, table: String, column: String)] = [
        ("alembic", "alembic_version", "version_num"), ("golang-migrate", "schema_migrations", "dirty"),
        ("goose", "goose_db_version", "version_id"), ("dbmate", "schema_migrations", "version"),
        ("prisma", "_prisma_migrations", "migration_name"), ("django", "django_migrations", "app"),
    ]

    /// Whole rows, so that what is taken away comes back as it was.
    package func all() async throws -> [MigrationLedger] {
        var found: [MigrationLedger] = []
        for table in facts.objects.keys.filter({ $0.kind == .table }).compactMap(\.owner).sorted() {
            let columns = facts.parts(of: table).filter { $0.kind == .column }.map(\.name)
            let system = Self.known.first { $0.table == table.name && columns.contains($0.column) }?.system
            guard let system, !found.contains(where: { $0.table == table }) else { continue }
            found.append(try await read(table.schema == "supabase_migrations" ? "supabase" : system, table, columns))
        }
        return found
    }

    private func read(_ system: String, _ table: TableName, _ columns: [String]) async throws -> MigrationLedger {
        let list = columns.map { "CAST(\(quoted($0)) AS TEXT)" }.joined(separator: ", ")
        let order = columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
        let rows = try await database.answer(
            "SELECT \(list) FROM \(quoted(table.schema)).\(quoted(table.name)) ORDER BY \(order)")
        return MigrationLedger(
            system: system, table: table,
            rows: rows.map { row in Dictionary(zip(columns, row)) { first, _ in first } })
    }

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}

extension MigrationLedger {
    /// Of a database that no migration system has written anything down in.
    package static let nowhere = MigrationLedger(system: "none", table: nil, rows: [])

    /// How people call its state: `alembic 0003`; a table's last row where it has many.
    package var title: String {
        let names = ["version_num", "version", "version_id", "migration_name", "name"]
        let last = rows.last.flatMap { row in names.lazy.compactMap { row[$0] ?? nil }.first }
        return last.map { "\(system) \($0)" } ?? "the schema"
    }
}
