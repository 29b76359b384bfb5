import RollbackCore
@testable import RollbackDatabase
import Testing

/// A schema goes back and forward again, and every row and value is there.
struct SQLiteRoundTripTests {
    private static let good = """
        CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
        INSERT INTO alembic_version VALUES ('0002');
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE payments (id INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER NOT NULL REFERENCES users (id));
        CREATE INDEX payments_user ON payments (user);
        INSERT INTO users VALUES (1, 'ada'), (2, 'bob');
        INSERT INTO payments (user) VALUES (1);
        """
    private static let bad = """
        ALTER TABLE payments ADD COLUMN fee NUMERIC NOT NULL DEFAULT '0' CHECK (fee >= 0);
        ALTER TABLE users ADD COLUMN sponsor INTEGER REFERENCES users (id);
        ALTER TABLE users RENAME COLUMN name TO full_name;
        CREATE TABLE receipts (
            id INTEGER PRIMARY KEY AUTOINCREMENT, payment INTEGER NOT NULL REFERENCES payments (id) UNIQUE, note TEXT);
        CREATE INDEX receipts_note ON receipts (note);
        CREATE VIEW dear AS SELECT id, fee FROM payments WHERE fee > 1;
        CREATE TRIGGER noted AFTER INSERT ON payments BEGIN INSERT INTO receipts (payment) VALUES (new.id); END;
        UPDATE alembic_version SET version_num = '0003';
        INSERT INTO users VALUES (3, 'cyd', 1);
        INSERT INTO payments (user, fee) VALUES (3, 2.5);
        """
    private static let renames = [ColumnRename(table: "users", from: "name", to: "full_name")]

    private let place: SQLitePlace

    init() async throws {
        place = try await SQLitePlace(Self.good)
        try place.run(Self.bad)
    }

    private func plan() async throws -> SchemaPlan {
        try await place.plan(renames: Self.renames, ledger: .alembic("0003"), ledgerAfter: .alembic("0002"))
    }

    @Test func whatTheBadReleaseBroughtIsParkedAndComesBack() async throws {
        let plan = try await plan()
        let before = try await place.schema.facts()
        #expect(plan.verdict == .parkable)
        let evidence = try await place.rollBack(plan)
        #expect(try await place.schema.facts() == place.good)
        #expect(try await place.rows("SELECT version_num FROM alembic_version") == "0002")
        #expect(
            evidence.parked.map { "\($0.object)" } == ["column payments.fee", "column users.sponsor", "table receipts"])
        #expect(evidence.counts == ["payments": 2, "receipts": 1, "users": 3])
        // The old release writes as it always did, and deletes what only parked rows refer to.
        try place.run("INSERT INTO users (name) VALUES ('dan'); INSERT INTO payments (user) VALUES (4)")
        #expect(try await place.rows("SELECT id, name FROM users") == "1|ada, 2|bob, 3|cyd, 4|dan")

        let redone = try await place.redo(plan)
        #expect(try await place.schema.facts() == before)
        #expect(try await place.rows("SELECT version_num FROM alembic_version") == "0003")
        #expect(try await place.rows("SELECT id, user, fee FROM payments") == "1|1|0, 2|3|2.5, 3|4|0")
        #expect(try await place.rows("SELECT id, full_name, sponsor FROM users") == "1|ada|, 2|bob|, 3|cyd|1, 4|dan|")
        #expect(try await place.rows("SELECT id, payment FROM receipts") == "1|2")
        #expect(
            redone.warnings == [
                "users.sponsor: 1 rows that were written meanwhile have its default",
                "payments.fee: 1 rows that were written meanwhile have its default",
            ])
        #expect(try await place.schema.parked().isEmpty)
        #expect(try await place.rows("PRAGMA integrity_check") == "ok")
    }

    @Test func eachCanBeAskedForTwice() async throws {
        let plan = try await plan()
        let first = try await place.rollBack(plan)
        #expect(try await place.schema.state(of: SQLitePlace.run) == .rolledBack)
        #expect(try await place.rollBack(plan) == first)
        let redone = try await place.redo(plan)
        #expect(try await place.schema.state(of: SQLitePlace.run) == .redone)
        #expect(try await place.redo(plan) == redone)
        // And once more.
        try await place.rollBack(plan)
        #expect(try await place.schema.facts() == place.good)
    }

    @Test func aDryRunProvesAllOfItAndLeavesNothing() async throws {
        let plan = try await plan()
        let before = try await place.rows("SELECT type, name, sql FROM sqlite_schema")
        let evidence = try await place.rollBack(plan, dryRun: true)
        #expect(evidence.proved.contains("integrity_check: ok"))
        #expect(try await place.rows("SELECT type, name, sql FROM sqlite_schema") == before)
        #expect(try await place.schema.state(of: SQLitePlace.run) == .untouched)
    }

    @Test func rowsThatParkedOnesReferToCanBeDeletedAndAreNamed() async throws {
        let plan = try await plan()
        try await place.rollBack(plan)
        try place.run("DELETE FROM payments WHERE id = 2")
        let redone = try await place.redo(plan)
        #expect(
            redone.warnings.contains { $0.hasPrefix("receipts: 1 rows refer to rows of payments that are gone: 1") })
        #expect(try await place.rows("SELECT id, payment FROM receipts") == "1|2")
    }

    @Test func theFixMigratesAgainWhileDataIsParked() async throws {
        try await place.rollBack(try await plan())
        try place.run("CREATE TABLE receipts (id INTEGER PRIMARY KEY); CREATE INDEX receipts_note ON receipts (id)")
        try place.run("ALTER TABLE payments ADD COLUMN fee NUMERIC NOT NULL DEFAULT '0'")
        #expect(try await place.schema.parked().count == 3)
    }

    @Test func effectsAreNumbers() async throws {
        let lines = try await PlanEffects(place.schema).lines(of: try await plan())
        #expect(lines.contains("parks column payments.fee: 2 values"))
        #expect(lines.contains("parks table receipts: 1 row"))
        #expect(lines.contains("drops index receipts.receipts_note, which holds no rows"))
    }

    @Test func parkedDataIsExportedAndDropped() async throws {
        try place.run("UPDATE receipts SET note = 'a \"b\", c'")
        try await place.rollBack(try await plan())
        let parked = try await place.schema.parked()
        var text = ""
        for object in parked { try await place.schema.export(object) { text += $0 } }
        #expect(text == "id,fee\n1,0\n2,2.5\nid,sponsor\n1,\n2,\n3,1\nid,payment,note\n1,2,\"a \"\"b\"\", c\"\n")
        for object in parked { try await place.schema.drop(object) }
        #expect(try await place.schema.parked().isEmpty)
        #expect(try await place.rows("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%^_^_lg%' ESCAPE '^'") == "0")
        #expect(try await place.schema.facts() == place.good)
    }
}
