import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import Testing

/// What would lose rows is put aside; what cannot run is refused; everything else runs and can be taken back.
struct DownPlanningTests {
    private static let users = TableName(schema: "public", name: "users")

    private static func facts() -> CatalogFacts {
        func part(_ kind: CatalogObject.Kind, _ table: String?, _ name: String) -> CatalogObject {
            CatalogObject(kind, schema: "public", table: table, name: name)
        }
        return CatalogFacts([
            part(.table, nil, "users"): [:], part(.table, nil, "receipts"): [:],
            part(.column, "users", "id"): ["type": "bigint", "null": "no"],
            part(.column, "users", "tier"): ["type": "character varying(20)", "null": "no", "default": "'free'::text"],
            part(.column, "users", "Note"): ["type": "text", "null": "yes"],
            part(.column, "receipts", "user_id"): ["type": "bigint", "null": "no"],
            part(.constraint, "receipts", "receipts_user_id_fkey"): [
                "definition": "FOREIGN KEY (user_id) REFERENCES public.users(id)"
            ],
            part(.constraint, "users", "users_tier_check"): ["definition": "CHECK ((tier <> ''::text))"],
            part(.index, "users", "ix_users_tier"): [
                "definition": "CREATE INDEX ix_users_tier ON public.users USING btree (tier)"
            ],
            part(.view, nil, "gold"): ["definition": " SELECT id FROM public.users WHERE tier = 'gold';"],
            part(.trigger, "users", "audit"): ["definition": "CREATE TRIGGER audit AFTER UPDATE ON public.users"],
            part(.function, nil, "f(a integer)"): ["definition": "CREATE OR REPLACE FUNCTION public.f(a integer)"],
            part(.type, nil, "mood"): ["definition": "'sad', 'ok'", "form": "enum"],
        ])
    }

    private func plan(_ text: String, _ dialect: SQLDialect = .postgres) throws -> DownPlan {
        let ledger = MigrationLedger(system: "sql", table: nil, rows: [])
        let statements = try DownScript.statements(text, of: "m/0005.sql", as: dialect)
        return try DownPlanning(Self.facts(), dialect).plan([
            MigrationDown(version: "0005", path: "m/0005.sql", statements: statements, ledgerAfter: ledger)
        ])
    }

    @Test(arguments: [
        ("ALTER TABLE users DROP COLUMN tier", [SchemaAction.parkColumn(table: users, column: "tier")]),
        ("alter table only public.users drop \"Note\"", [.parkColumn(table: users, column: "Note")]),
        ("ALTER TABLE users DROP COLUMN IF EXISTS gone, DROP tier", [.parkColumn(table: users, column: "tier")]),
        ("DROP TABLE IF EXISTS gone, receipts", [.parkTable(TableName(schema: "public", name: "receipts"))]),
        ("BEGIN; DROP TABLE receipts; COMMIT;", [.parkTable(TableName(schema: "public", name: "receipts"))]),
    ])
    func whatHoldsRowsIsParked(text: String, actions: [SchemaAction]) throws {
        let plan = try plan(text)
        #expect(plan.actions == actions)
        #expect(plan.verdicts().map(\.verdict) == [.parkable])
    }

    @Test func cascadeTakesWhatItWouldTakeByName() throws {
        let plan = try plan("DROP TABLE users CASCADE")
        #expect(
            plan.actions == [
                .drop(
                    CatalogObject(.constraint, schema: "public", table: "receipts", name: "receipts_user_id_fkey"),
                    statement: "ALTER TABLE \"public\".\"receipts\" DROP CONSTRAINT \"receipts_user_id_fkey\"",
                    restore: "ALTER TABLE \"public\".\"receipts\" ADD CONSTRAINT \"receipts_user_id_fkey\" "
                        + "FOREIGN KEY (user_id) REFERENCES public.users(id)"),
                .drop(
                    CatalogObject(.view, schema: "public", name: "gold"), statement: "DROP VIEW \"public\".\"gold\"",
                    restore: "CREATE VIEW \"public\".\"gold\" AS  SELECT id FROM public.users WHERE tier = 'gold';"),
                .parkTable(Self.users),
            ])
        #expect(plan.warnings.count == 2)
    }

    @Test(arguments: [
        (
            "DROP INDEX CONCURRENTLY IF EXISTS ix_users_tier", "DROP INDEX \"public\".\"ix_users_tier\"",
            "CREATE INDEX ix_users_tier ON public.users USING btree (tier)"
        ),
        (
            "ALTER TABLE users DROP CONSTRAINT users_tier_check",
            "ALTER TABLE \"public\".\"users\" DROP CONSTRAINT \"users_tier_check\"",
            "ALTER TABLE \"public\".\"users\" ADD CONSTRAINT \"users_tier_check\" CHECK ((tier <> ''::text))"
        ),
        (
            "DROP TRIGGER audit ON users", "DROP TRIGGER \"audit\" ON \"public\".\"users\"",
            "CREATE TRIGGER audit AFTER UPDATE ON public.users"
        ),
        ("DROP FUNCTION f(int)", "DROP FUNCTION f(int)", "CREATE OR REPLACE FUNCTION public.f(a integer)"),
        ("DROP TYPE mood", "DROP TYPE \"public\".\"mood\"", "CREATE TYPE \"public\".\"mood\" AS ENUM ('sad', 'ok')"),
    ])
    func whatHoldsNoRowsIsDroppedAndCanBeMadeAgain(text: String, statement: String, restore: String) throws {
        let plan = try plan(text)
        guard case .drop(_, statement, restore)? = plan.actions.first, plan.actions.count == 1 else {
            Issue.record("\(plan.actions)")
            return
        }
        #expect(plan.verdicts().map(\.verdict) == [.exact])
    }

    private static let rest: [(String, String?, MigrationVerdict.Verdict)] = [
        (
            "ALTER TABLE users RENAME COLUMN tier TO level", "ALTER TABLE users RENAME COLUMN \"level\" TO \"tier\"",
            .exact
        ),
        ("ALTER TABLE users RENAME TO people", "ALTER TABLE \"public\".\"people\" RENAME TO \"users\"", .exact),
        (
            "ALTER TABLE users ALTER tier DROP DEFAULT",
            "ALTER TABLE users ALTER COLUMN \"tier\" SET DEFAULT 'free'::text", .exact
        ),
        (
            "ALTER TABLE users ALTER tier TYPE text",
            "ALTER TABLE users ALTER COLUMN \"tier\" TYPE character varying(20) USING \"tier\"::character varying(20)",
            .exact
        ),
        (
            "ALTER TABLE users ALTER COLUMN tier TYPE varchar(10)",
            "ALTER TABLE users ALTER COLUMN \"tier\" TYPE character varying(20) USING \"tier\"::character varying(20)",
            .needsMerge
        ),
        ("CREATE INDEX ix ON users (id)", "DROP INDEX \"ix\"", .exact),
        (
            "ALTER TABLE users ALTER \"Note\" SET NOT NULL", "ALTER TABLE users ALTER COLUMN \"Note\" DROP NOT NULL",
            .needsMerge
        ),
        ("ALTER TABLE users ADD COLUMN old text", "ALTER TABLE users DROP COLUMN \"old\"", .irreversible),
        ("CREATE TABLE old (id int)", "DROP TABLE \"old\"", .irreversible),
        ("UPDATE users SET tier = 'x'", nil, .needsMerge), ("TRUNCATE receipts", nil, .irreversible),
    ]

    @Test(arguments: rest)
    func restRunsAndSaysWhatTakesItBack(
        text: String, restore: String?, verdict: MigrationVerdict.Verdict
    ) throws {
        let plan = try plan(text)
        #expect(plan.actions == [.run(statement: text, restore: restore)])
        #expect(plan.verdicts().map(\.verdict) == [verdict], "\(plan.verdicts())")
    }

    @Test func aProbeThatCountsNothingMakesItExact() throws {
        let plan = try plan("ALTER TABLE users ALTER COLUMN tier TYPE varchar(10)")
        let probe = try #require(plan.probes.first)
        #expect(
            probe.statement == "SELECT count(*) FROM \"public\".\"users\" WHERE \"tier\" IS DISTINCT FROM "
                + "((\"tier\"::varchar(10))::character varying(20))")
        #expect(plan.verdicts(lost: [probe: 0]).map(\.verdict) == [.exact])
        #expect(plan.verdicts(lost: [probe: 3]).map(\.verdict) == [.needsMerge])
        #expect(
            plan.verdicts(lost: [probe: 3])[0].reasons == [
                "values of column users.tier may not fit varchar(10): 3 rows"
            ])
    }

    @Test func anIndexThatIsMadeConcurrentlyWaitsForTheCommit() throws {
        let text = "CREATE INDEX CONCURRENTLY ix ON users (id)"
        #expect(
            try plan(text).actions == [
                .afterCommit(statement: text, restore: "DROP INDEX CONCURRENTLY \"ix\"")
            ])
    }

    @Test(arguments: [
        ("SELECT 1;\nCOMMIT;\nDROP TABLE users", 2, MigrationFault.endsTransaction(statement: "COMMIT")),
        ("ROLLBACK TO SAVEPOINT a", 1, .endsTransaction(statement: "ROLLBACK TO SAVEPOINT a")),
        ("SAVEPOINT a", 1, .endsTransaction(statement: "SAVEPOINT a")),
        ("\nVACUUM users", 2, .notTransactional(statement: "VACUUM users")),
        ("ALTER SYSTEM SET a = 1", 1, .notTransactional(statement: "ALTER SYSTEM SET a = 1")),
        ("DROP DATABASE a", 1, .notTransactional(statement: "DROP DATABASE a")),
        ("REINDEX TABLE CONCURRENTLY a", 1, .notTransactional(statement: "REINDEX TABLE CONCURRENTLY a")),
        (
            "ALTER TABLE a DETACH PARTITION b CONCURRENTLY", 1,
            .notTransactional(statement: "ALTER TABLE a DETACH PARTITION b …")
        ),
        ("DROP TABLE gone", 1, .unreadable(why: "there is no table gone")),
    ])
    func whatCannotRunIsNamedWithItsLine(text: String, line: Int, fault: MigrationFault) {
        #expect(throws: Failure.database(.migration(path: "m/0005.sql", line: line, fault))) { try plan(text) }
    }

    @Test func tablesAreFoundUnderTheirNewNames() throws {
        let plan = try plan("ALTER TABLE receipts RENAME TO bills; ALTER TABLE bills DROP COLUMN user_id;")
        #expect(plan.actions.last == .parkColumn(table: TableName(schema: "public", name: "bills"), column: "user_id"))
    }

    @Test func aTableThatIsMadeAnewIsLeftToTheCatalogs() throws {
        let plan = try plan(
            "CREATE TABLE tmp (id int); INSERT INTO tmp SELECT id FROM users; DROP TABLE users; "
                + "ALTER TABLE tmp RENAME TO users")
        #expect(!plan.isComplete)
        #expect(plan.actions.isEmpty)
        #expect(plan.verdicts()[0].reasons == ["it makes table users anew, which would copy every row"])
    }

    @Test func sqliteReadsNamesInAnyCase() throws {
        var facts = CatalogFacts([CatalogObject(.table, schema: "main", name: "Users"): [:]])
        facts[CatalogObject(.column, schema: "main", table: "Users", name: "Tier")] = ["type": "TEXT"]
        let ledger = MigrationLedger(system: "sql", table: nil, rows: [])
        let statements = try DownScript.statements(
            "PRAGMA foreign_keys=off; ALTER TABLE users DROP COLUMN tier", of: "m", as: .sqlite)
        let plan = try DownPlanning(facts, .sqlite).plan([
            MigrationDown(version: "1", path: "m", statements: statements, ledgerAfter: ledger)
        ])
        #expect(plan.actions == [.parkColumn(table: TableName(schema: "main", name: "Users"), column: "Tier")])
    }
}
