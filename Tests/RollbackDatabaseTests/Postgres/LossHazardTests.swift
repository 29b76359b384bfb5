import RollbackCore
@testable import RollbackDatabase
import Testing

/// Statements of a migration's own that would cost rows or values: done by hand they do, and by us they are undone.
struct LossHazardTests {
    struct Loss: CustomTestStringConvertible, Sendable {
        var statement: String
        /// What the transaction is refused for.
        var sentence: String
        var testDescription: String { statement }
    }

    private static let good = [
        "CREATE TABLE users (id serial PRIMARY KEY, name text, born timestamptz, weight numeric(10, 3))",
        "INSERT INTO users (name, born, weight) SELECT 'a long name ' || i, now(), 1.234 FROM generate_series(1, 9) i",
        "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE)",
        "INSERT INTO orders SELECT id, id FROM users",
    ]

    @Test(arguments: [
        Loss(
            statement: "ALTER TABLE users ALTER name TYPE varchar(10) USING name::varchar(10)",
            sentence: "9 values of \"public\".\"users\".\"name\" do not survive character varying(10)"),
        Loss(
            statement: "ALTER TABLE users ALTER weight TYPE numeric(10, 1)",
            sentence: "9 values of \"public\".\"users\".\"weight\" do not survive numeric(10,1)"),
        Loss(
            statement: "ALTER TABLE users ALTER born TYPE date",
            sentence: "9 values of \"public\".\"users\".\"born\" do not survive date"),
        Loss(
            statement: "ALTER TABLE users DROP COLUMN name",
            sentence: "9 values would go with \"public\".\"users\".\"name\""),
        Loss(statement: "DROP TABLE orders", sentence: "9 rows would go with public.orders"),
        Loss(statement: "TRUNCATE orders", sentence: "the rows of orders are not what they were"),
        Loss(statement: "DELETE FROM orders WHERE id < 4", sentence: "3 rows of orders would be deleted"),
        Loss(
            statement: "DELETE FROM users WHERE id = 1",
            sentence: "1 rows of orders would be deleted; 1 rows of users would be deleted"),
        Loss(
            statement: "SELECT setval('users_id_seq', 1)",
            sentence: "“SELECT setval('users_id_seq', 1)” moves a sequence, which no transaction takes back"),
        Loss(
            statement: "ALTER SEQUENCE users_id_seq RESTART 3", sentence: "a sequence would go back from 9 to its start"
        ),
    ])
    func aStatementThatLoses(loss: Loss) async throws {
        let all = """
            SELECT md5((SELECT string_agg(u::text, ',' ORDER BY id) FROM users u)
              || (SELECT string_agg(o::text, ',' ORDER BY id) FROM orders o) || last_value) FROM users_id_seq
            """
        let server = try PostgresServer.shared()
        let release = try await BadRelease(
            on: server, good: Self.good, migration: [], actions: [.run(statement: loss.statement, restore: nil)])
        let before = try release.database.run(all)
        let failure = await #expect(throws: Failure.self) { try await release.rollBack() }
        guard case .database(.unproved(_, let sentences)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentences.joined(separator: "; ") == loss.sentence)
        #expect(try release.database.run(all) == before)
        // By hand it is done without a word.
        try release.database.run(loss.statement)
        #expect((try? release.database.run(all)) != before)
    }

    /// What parked things need may not be dropped with everything that needs it.
    @Test func cascade() async throws {
        let server = try PostgresServer.shared()
        let type = CatalogObject(.type, schema: "public", name: "tier")
        let migration = [
            "CREATE TYPE tier AS ENUM ('free', 'paid')", "ALTER TABLE users ADD tier tier DEFAULT 'paid'",
        ]
        let naive = try await BadRelease(on: server, good: Self.good, migration: migration, actions: [])
        try naive.database.run("ALTER TABLE users RENAME tier TO __lg_1_tier", "DROP TYPE tier CASCADE")
        #expect(throws: PostgresError.self) { try naive.database.run("SELECT __lg_1_tier FROM users") }

        let release = try await BadRelease(
            on: server, good: Self.good, migration: migration,
            actions: [
                BadRelease.column("tier", of: "users"),
                .drop(type, statement: "DROP TYPE public.tier CASCADE", restore: ""),
            ])
        let failure = await #expect(throws: Failure.self) { try await release.rollBack() }
        guard case .database(.unproved(_, let sentences)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentences == ["9 values would go with \"public\".\"users\".\"tier\""])
        #expect(try release.database.run("SELECT count(tier) FROM users") == "9")
    }

    /// An exact change of a type is one.
    @Test func aTypeThatEveryValueSurvives() async throws {
        let release = try await BadRelease(
            on: try PostgresServer.shared(),
            good: ["CREATE TABLE users (id int PRIMARY KEY, n int)", "INSERT INTO users VALUES (1, 7)"],
            migration: ["ALTER TABLE users ALTER n TYPE bigint", "ALTER TABLE users ADD tier text DEFAULT 'x'"],
            actions: [
                BadRelease.column("tier", of: "users"),
                .run(
                    statement: "ALTER TABLE users ALTER n TYPE int", restore: "ALTER TABLE users ALTER n TYPE bigint"),
            ])
        let evidence = try await release.rollBack()
        #expect(try await release.isGood())
        #expect(evidence.proved.contains("every row of users, which was rewritten, is what it was"))
        _ = try await release.redo()
        #expect(try await release.isBad())
        #expect(try release.database.run("SELECT n || tier FROM users") == "7x")
    }
}
