import RollbackCore
@testable import RollbackDatabase

/// A database at a good release, a migration that a bad one brought, and the way back as a planner would write it.
struct BadRelease {
    let database: ScratchDatabase
    let good: CatalogFacts
    var plan: SchemaPlan

    static let ledger = TableName(schema: "public", name: "schema_migrations")

    /// - Parameters:
    ///   - good: what makes the good release's schema, rows included.
    ///   - migration: what the bad release did.
    ///   - actions: the way back.
    init(
        on server: PostgresServer, good: [String], migration: [String], actions: [SchemaAction],
        residue: [CatalogObject] = []
    ) async throws {
        database = try server.database(
            "CREATE TABLE schema_migrations (version text PRIMARY KEY, at timestamptz NOT NULL DEFAULT '2020-01-02')",
            "INSERT INTO schema_migrations VALUES ('1')")
        for statement in good { try database.run(statement) }
        self.good = try await database.schema().facts()
        for statement in migration { try database.run(statement) }
        try database.run("INSERT INTO schema_migrations VALUES ('2', '2021-03-04')")
        plan = SchemaPlan(
            title: database.name, ledger: Self.ledger(["1", "2"]), ledgerAfter: Self.ledger(["1"]),
            migrations: [], actions: actions, locks: actions.compactMap(\.touched),
            before: try await database.schema().facts().digest, after: self.good, residue: residue)
    }

    static func ledger(_ versions: [String]) -> MigrationLedger {
        MigrationLedger(system: "dbmate", table: ledger, rows: versions.map { ["version": $0] })
    }

    func rollBack(_ run: Int = 1, dryRun: Bool = false) async throws -> SchemaEvidence {
        try await database.schema().rollBack(plan, run: RunID(run), dryRun: dryRun)
    }

    func redo(_ run: Int = 1) async throws -> SchemaEvidence {
        try await database.schema().redo(plan, run: RunID(run))
    }

    /// What the database says now is the good release's.
    func isGood() async throws -> Bool { try await database.schema().facts() == good }
    func isBad() async throws -> Bool { try await database.schema().facts().digest == plan.before }

    static func table(_ name: String) -> TableName { TableName(schema: "public", name: name) }
    static func column(_ name: String, of table: String) -> SchemaAction {
        .parkColumn(table: Self.table(table), column: name)
    }
}
