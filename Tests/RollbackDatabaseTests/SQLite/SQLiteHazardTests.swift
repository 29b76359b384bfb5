import GRDB
import RollbackCore
@testable import RollbackDatabase
import Testing

/// What must not be lost or believed, each on a real database.
struct SQLiteHazardTests {
    private static let good = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')"

    private func failure(_ body: () async throws -> Void) async -> DatabaseFailure? {
        do { try await body() } catch Failure.database(let failure) { return failure } catch { return nil }
        return nil
    }

    /// A parked column that forbids NULL and has no default would refuse the old release's rows; nothing is invented at redo.
    @Test func notNullWithoutADefault() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run(
            """
            DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT NOT NULL ON CONFLICT FAIL, a TEXT);
            INSERT INTO t VALUES (1, 'B', 'x')
            """)
        let plan = try await place.plan()
        try await place.rollBack(plan)
        try place.run("INSERT INTO t (a) VALUES ('y')")
        let redone = try await place.redo(plan)
        #expect(redone.warnings.first?.hasPrefix("t.b: 1 rows that were written meanwhile have no value") == true)
        #expect(try await place.rows("SELECT id, b, a FROM t") == "1|B|x, 2||y")
    }

    /// A COMMIT that nobody looked for: the server refuses it because of the guard, and everything is taken back.
    @Test func aCommitWithinAScriptChangesNothing() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b")
        var plan = try await place.plan()
        plan.actions.append(.run(statement: "COMMIT", restore: nil))
        let failed = await failure { try await place.rollBack(plan) }
        #expect("\(failed.map { "\($0)" } ?? "")".contains("FOREIGN KEY constraint failed"))
        #expect(try await place.schema.parked().isEmpty)
        #expect(try await place.rows("SELECT id, a, b FROM t") == "1|x|")
    }

    @Test func anotherSchemaOrLedgerThanThePlansIsStale() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b; CREATE TABLE alembic_version (version_num TEXT)")
        let plan = try await place.plan(ledger: .alembic("0003"), ledgerAfter: .alembic("0002"))
        #expect(
            await failure { try await place.rollBack(plan) }
                == .stale(title: "app.db", what: "alembic_version has other rows"))
        try place.run("INSERT INTO alembic_version VALUES ('0003'); ALTER TABLE t ADD COLUMN c")
        #expect(
            await failure { try await place.rollBack(plan) }
                == .stale(title: "app.db", what: "its schema is another one"))
    }

    /// What does not lead to the known good schema, or changes rows, is taken back.
    @Test(arguments: ["CREATE TABLE more (x)", "UPDATE t SET a = 'lost'", "DELETE FROM t"])
    func whatIsUnprovedIsTakenBack(statement: String) async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b")
        var plan = try await place.plan()
        plan.actions.append(.drop(CatalogObject(.view, schema: "main", name: "v"), statement: statement, restore: ""))
        let failed = await failure { try await place.rollBack(plan) }
        guard case .unproved = failed else { return #expect(failed == nil) }
        #expect(try await place.rows("SELECT id, a, b FROM t") == "1|x|")
        #expect(try await place.schema.state(of: SQLitePlace.run) == .untouched)
    }

    /// Values of rows that are older than a column are its default's: that must stay.
    @Test func aDefaultThatOldRowsLiveFromStays() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'seven'")
        let plan = try await place.plan()
        try await place.rollBack(plan)
        #expect(try await place.rows("SELECT __lg_7_b FROM t") == "seven")
        try await place.redo(plan)
        #expect(try await place.rows("SELECT b FROM t") == "seven")
    }

    @Test func aWriterThatDoesNotEndIsSaid() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b")
        let plan = try await place.plan()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: place.path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let failed = await failure { try await place.rollBack(plan) }
        guard case .busy = failed else { return #expect(failed == nil) }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await place.rollBack(plan)
    }

    @Test func whatIsGoneIsIrreversible() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN b TEXT")
        let plan = try await place.plan()
        #expect(plan.verdict == .irreversible)
        #expect(plan.reasons.first == "column t.a is gone with its rows")
    }

    @Test func anotherTypeNeedsSomebodyWhoSaysWhatBecomesOfRows() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)")
        #expect(try await place.plan().verdict == .needsMerge)
    }

    /// An index and a view that were replaced or dropped are made again as they were.
    @Test func whatHoldsNoRowsIsMadeAgain() async throws {
        let place = try await SQLitePlace(
            "\(Self.good); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, id); CREATE VIEW v AS SELECT a FROM t")
        try place.run(
            "DROP INDEX i; DROP INDEX j; CREATE INDEX j ON t (id); DROP VIEW v; CREATE VIEW v AS SELECT id FROM t")
        let plan = try await place.plan()
        #expect(plan.verdict == .exact)
        let before = try await place.schema.facts()
        try await place.rollBack(plan)
        #expect(try await place.schema.facts() == place.good)
        try await place.redo(plan)
        #expect(try await place.schema.facts() == before)
    }

    /// A run's number is given again where the state was lost; what the database remembers is of another run.
    @Test func anotherRunOfTheSameNumberIsNotTakenForThisOne() async throws {
        let place = try await SQLitePlace(Self.good)
        try place.run("ALTER TABLE t ADD COLUMN b")
        try await place.rollBack(try await place.plan())
        try place.run("CREATE TABLE u (x)")
        let plan = try await place.plan()
        #expect(plan.actions == [.parkTable(TableName(schema: "main", name: "u"))])
        try await place.rollBack(plan)
        #expect(try await place.schema.facts() == place.good)
        #expect(try await place.schema.parked().count == 2)
    }
}
