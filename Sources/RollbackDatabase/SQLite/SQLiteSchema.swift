package import FoundationEssentials
import GRDB
package import RollbackCore

/// A SQLite database whose schema goes back and forward in one transaction of its own.
package struct SQLiteSchema: SchemaDatabase {
    package let title: String
    private let path: String
    private let now: @Sendable () -> Date

    /// - Parameter path: absolute.
    package init(path: String, title: String, now: @escaping @Sendable () -> Date) {
        (self.path, self.title, self.now) = (path, title, now)
    }

    package func facts() async throws -> CatalogFacts { try read(SQLiteFacts.read) }

    package func facts(after statements: [String]) async throws -> CatalogFacts? {
        try read { try SQLiteClone(of: $0).facts(after: statements) }
    }

    package func ledger(of system: any MigrationSystem) async throws -> MigrationLedger {
        try read {
            try SQLiteLedger(database: $0, title: title).read(system.name, system.ledgerTable, system.ledgerColumns)
        }
    }

    package func rollBack(_ plan: SchemaPlan, run: RunID, dryRun: Bool) async throws -> SchemaEvidence {
        try write { connection in
            try SQLiteRollback(connection: connection, plan: plan, run: run, now: now(), dryRun: dryRun).perform()
        }
    }

    package func redo(_ plan: SchemaPlan, run: RunID) async throws -> SchemaEvidence {
        try write { try SQLiteRedo(connection: $0, plan: plan, run: run).perform() }
    }

    package func state(of run: RunID) async throws -> SchemaRunState {
        try read { try SQLiteRecords.state(of: run, $0) }
    }

    package func parked() async throws -> [ParkedObject] { try read { try SQLiteRecords.all($0).map(\.object) } }

    package func rows(of object: CatalogObject) async throws -> RowCount? {
        try read { try SQLiteCounting(database: $0).rows(of: object) }
    }

    package func answer(_ question: String) async throws -> [[String?]] {
        try read { database in
            try Row.fetchAll(database, sql: question).map { row in row.map { SQLiteExport.text($0.1) } }
        }
    }

    package func export(_ object: ParkedObject, write: (String) throws -> Void) async throws {
        try exporting(object, write)
    }

    private func exporting(_ object: ParkedObject, _ write: (String) throws -> Void) throws {
        try read { try SQLiteExport(database: $0).export(object, write) }
    }

    package func drop(_ object: ParkedObject) async throws {
        try write { connection in
            try connection.transaction { database in
                try SQLiteExport(database: database).drop(object)
                try SQLiteRecords.forget(object, database)
                return ((), commits: true)
            }
        }
    }

    private func read<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        let connection = try SQLiteConnection(path: path, title: title, writes: false)
        defer { connection.close() }
        return try connection.read(body)
    }

    private func write<Answer>(_ body: (SQLiteConnection) throws -> Answer) throws -> Answer {
        let connection = try SQLiteConnection(path: path, title: title, writes: true)
        defer { connection.close() }
        return try body(connection)
    }
}
