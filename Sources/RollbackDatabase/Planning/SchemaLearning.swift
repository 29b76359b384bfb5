import RollbackCore
import RollbackMigrations

/// Finds out what a release's schema is that nobody recorded: the live release's own ways back are run on a copy of
/// today's schema that has no rows.
package struct SchemaLearning {
    private let database: any SchemaDatabase
    private let place: DatabasePlace
    private let title: String

    package init(_ database: any SchemaDatabase, at place: DatabasePlace, title: String) {
        (self.database, self.place, self.title) = (database, place, title)
    }

    /// - Parameters:
    ///   - live: the migrations of the release that is live; the good one's do not hold the ways back.
    ///   - good: the target's.
    /// - Returns: nil where no migration has to be taken back, or nobody can follow them.
    /// - Throws: `Failure.database` for ways back that cannot be followed.
    package func record(
        live: MigrationTree, good: MigrationTree, printer: (AlembicSettings) -> AlembicPrinter
    ) async throws -> DatabaseRecord? {
        let facts = try await database.facts()
        let ledgers = try await LedgerReading(database, facts: facts).all()
        for found in MigrationPlace.all(in: live) {
            let dialect: SQLDialect = if case .sqlite = place { .sqlite } else { .postgres }
            guard let system = found.system(live, dialect: dialect, printer: printer),
                let whole = ledgers.first(where: { $0.table == system.ledgerTable })
            else { continue }
            let ledger = try await database.ledger(of: system)
            let downs = try await system.downs(from: ledger, to: try system.files(of: good))
            guard let last = downs.last else { continue }
            let learned = try await database.facts(after: try statements(downs))
            guard let learned else { return nil }
            let rows = last.ledgerAfter.rows.map { row in
                // What a system's table holds besides stays with its row.
                whole.rows.first { full in row.allSatisfy { full[$0.key] == $0.value } } ?? row
            }
            var after = whole
            after.rows = rows
            let others = ledgers.filter { $0.table != whole.table }
            return DatabaseRecord(title: title, place: place, facts: learned, ledgers: others + [after])
        }
        return nil
    }

    private func statements(_ downs: [MigrationDown]) throws -> [String] {
        try downs.flatMap { down in
            guard let statements = down.statements else {
                throw Failure.database(
                    .migration(
                        path: down.path ?? down.version, line: nil,
                        .needsDatabase(why: down.reason ?? "it has no way back of its own")))
            }
            return statements
        }
    }
}
