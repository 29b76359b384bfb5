import FoundationEssentials
import GRDB
import RollbackCore
@testable import RollbackDatabase
import RollbackTestKit

/// A platform's SQLite database: the good schema, then whatever the bad release makes of it.
struct SQLitePlace {
    static let run = RunID(7)
    private let scratch: ScratchFolder
    let path: String
    let good: CatalogFacts

    /// - Parameter schema: of the known good release.
    init(_ schema: String) async throws {
        scratch = try ScratchFolder()
        path = scratch.file("app.db")
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: schema) }
        try queue.close()
        good = try await SQLiteSchema(path: path, title: "app.db", now: { Date(timeIntervalSince1970: 0) }).facts()
    }

    var schema: SQLiteSchema { SQLiteSchema(path: path, title: "app.db", now: { Date(timeIntervalSince1970: 0) }) }

    func run(_ sql: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.inDatabase { try $0.execute(sql: sql) }
    }

    /// `1|a, 2|`, a NULL being nothing.
    func rows(_ sql: String) async throws -> String {
        try await schema.answer(sql).map { $0.map { $0 ?? "" }.joined(separator: "|") }.joined(separator: ", ")
    }

    /// From the schema as it is to the good one.
    func plan(
        renames: [ColumnRename] = [], ledger: MigrationLedger = .none, ledgerAfter: MigrationLedger = .none
    ) async throws -> SchemaPlan {
        DifferencePlanning(title: "app.db", dialect: SQLiteDialect(), renames: renames).plan(
            from: try await schema.facts(), to: good, ledger: ledger, ledgerAfter: ledgerAfter, version: "0003")
    }

    @discardableResult
    func rollBack(_ plan: SchemaPlan, dryRun: Bool = false) async throws -> SchemaEvidence {
        try await schema.rollBack(plan, run: Self.run, dryRun: dryRun)
    }

    @discardableResult
    func redo(_ plan: SchemaPlan) async throws -> SchemaEvidence { try await schema.redo(plan, run: Self.run) }
}

extension MigrationLedger {
    static let none = MigrationLedger(system: "none", table: nil, rows: [])

    static func alembic(_ version: String) -> MigrationLedger {
        MigrationLedger(
            system: "alembic", table: TableName(schema: "main", name: "alembic_version"),
            rows: [["version_num": version]])
    }
}
