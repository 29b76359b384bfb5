package import RollbackCore

/// A database whose schema can go back and forward. One conformance an engine.
///
/// Contract: each change is one transaction of the server's, which commits only when everything in it was proved. After a
/// crash or a lost connection `state(of:)` says whether it happened; both changes can be asked for twice.
package protocol SchemaDatabase: Sendable {
    /// - Throws: `Failure.database`.
    func facts() async throws -> CatalogFacts
    func ledger(of system: any MigrationSystem) async throws -> MigrationLedger

    /// Takes the schema back.
    /// - Parameter dryRun: everything is done and proved, and then the transaction is rolled back.
    /// - Throws: `Failure.database`; the database is then as it was.
    func rollBack(_ plan: SchemaPlan, run: RunID, dryRun: Bool) async throws -> SchemaEvidence
    /// Brings what a run's rollback has parked back to its place, with the rows that were written meanwhile.
    func redo(_ plan: SchemaPlan, run: RunID) async throws -> SchemaEvidence
    func state(of run: RunID) async throws -> SchemaRunState

    func parked() async throws -> [ParkedObject]
    /// Every value with its row's key, in a form that people and `COPY` can read.
    /// - Parameter write: takes the next bytes.
    func export(_ object: ParkedObject, write: (String) throws -> Void) async throws
    /// Drops it with its rows, for good.
    func drop(_ object: ParkedObject) async throws

    /// What the catalog would say after statements that are run on a copy without rows; nil: no copy can be made here.
    /// - Throws: `Failure.database` for a statement that is refused there.
    func facts(after statements: [String]) async throws -> CatalogFacts?
    /// How many rows a table, or how many values a column has, for people; nil: nobody counts here.
    func rows(of object: CatalogObject) async throws -> RowCount?
    /// The answer to a question that changes nothing, in the server's text form, row by row.
    /// - Throws: `Failure.database`, also for what is no question.
    func answer(_ question: String) async throws -> [[String?]]
}

/// A number of rows for people. Nobody waits until a large table is counted.
package struct RowCount: Hashable, Codable, Sendable {
    package var number: Int
    /// There are more than that.
    package var isMore: Bool

    package init(number: Int, isMore: Bool = false) {
        self.number = number
        self.isMore = isMore
    }
}

extension SchemaDatabase {
    package func rows(of object: CatalogObject) async throws -> RowCount? { nil }
    package func facts(after statements: [String]) async throws -> CatalogFacts? { nil }
}

/// What a run did to a database, as the database itself says.
package enum SchemaRunState: String, Codable, Sendable {
    case untouched, rolledBack, redone
}

/// What was proved before a transaction committed.
package struct SchemaEvidence: Hashable, Codable, Sendable {
    /// For the report, a line each: `catalog equals the known good one: 212 objects`.
    package var proved: [String]
    /// Rows of the tables concerned, before and after.
    package var counts: [String: Int]
    /// How long the locks were held, in seconds.
    package var locked: Double
    package var attempts: Int
    package var parked: [ParkedObject]
    /// What a person should know: rows that were filled at redo, orphans.
    package var warnings: [String]

    package init(
        proved: [String] = [], counts: [String: Int] = [:], locked: Double = 0, attempts: Int = 1,
        parked: [ParkedObject] = [], warnings: [String] = []
    ) {
        self.proved = proved
        self.counts = counts
        self.locked = locked
        self.attempts = attempts
        self.parked = parked
        self.warnings = warnings
    }
}

/// A column or table that is out of the way with all its rows.
package struct ParkedObject: Hashable, Codable, Sendable {
    package var run: RunID
    /// As it was called.
    package var object: CatalogObject
    /// Where it is now.
    package var place: CatalogObject
    /// What makes it whole again when it is back (NOT NULL, keys, defaults), in order.
    package var restore: [String]
    /// Wall time, ISO 8601, for people and retention.
    package var since: String

    package init(run: RunID, object: CatalogObject, place: CatalogObject, restore: [String], since: String) {
        self.run = run
        self.object = object
        self.place = place
        self.restore = restore
        self.since = since
    }
}
