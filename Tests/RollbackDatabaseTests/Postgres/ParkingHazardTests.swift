import RollbackCore
@testable import RollbackDatabase
import Testing

/// What a parked thing could do to the release that does not know it, and what becomes of it until it is back.
struct ParkingHazardTests {
    private static let good = [
        "CREATE TABLE users (id int PRIMARY KEY, name text)", "INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c')",
    ]

    private func release(_ migration: [String], _ actions: [SchemaAction], residue: [CatalogObject] = [])
        async throws -> BadRelease
    {
        try await BadRelease(
            on: try PostgresServer.shared(), good: Self.good, migration: migration, actions: actions, residue: residue)
    }

    /// A column that must have a value keeps out whoever does not know it.
    @Test func notNull() async throws {
        let release = try await release(
            ["ALTER TABLE users ADD tier text NOT NULL DEFAULT 'free'", "ALTER TABLE users ALTER tier DROP DEFAULT"],
            [BadRelease.column("tier", of: "users")])
        let insert = "INSERT INTO users (id, name) VALUES (4, 'd')"
        #expect(throws: PostgresError.self) { try release.database.run(insert) }
        _ = try await release.rollBack()
        try release.database.run(insert)
        let evidence = try await release.redo()
        #expect(evidence.warnings == ["1 rows that were written meanwhile got 'free'::text in users.tier"])
        #expect(try release.database.run("SELECT tier FROM users WHERE id = 4") == "free")
        #expect(try await release.isBad())
    }

    /// Where nobody knows what to fill in, the rows are counted and nothing is made up.
    @Test func aValueThatNobodyKnows() async throws {
        let release = try await release(
            [
                "ALTER TABLE users ADD tier text", "UPDATE users SET tier = 'x'",
                "ALTER TABLE users ALTER tier SET NOT NULL",
            ],
            [BadRelease.column("tier", of: "users")])
        _ = try await release.rollBack()
        try release.database.run("INSERT INTO users (id) VALUES (4), (5)")
        let evidence = try await release.redo()
        #expect(
            evidence.warnings.first?.hasPrefix("2 rows that were written meanwhile have no value in users.tier") == true
        )
        #expect(evidence.warnings.count == 2)
        #expect(try release.database.run("SELECT count(tier) FROM users") == "3")
    }

    /// A parked child's foreign key keeps its parent's rows; without the key some are orphans when it is back.
    @Test func aParkedChild() async throws {
        let release = try await release(
            [
                "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users)",
                "INSERT INTO orders SELECT id, id FROM users",
            ], [.parkTable(BadRelease.table("orders"))])
        let delete = "DELETE FROM users WHERE id = 2"
        let naive = try release.database.session()
        try naive.run("BEGIN")
        try naive.run("CREATE SCHEMA away")
        try naive.run("ALTER TABLE orders SET SCHEMA away")
        #expect(throws: PostgresError.self) { try naive.run(delete) }
        try naive.run("ROLLBACK")

        _ = try await release.rollBack()
        try release.database.run(delete)
        let evidence = try await release.redo()
        #expect(
            evidence.warnings.first == """
                1 rows of "public"."orders" point to rows of public.users that were deleted meanwhile, such as (2): \
                constraint "orders_user_id_fkey" holds for new rows only
                """)
        #expect(try release.database.run("SELECT count(*) FROM orders") == "3")
        #expect(throws: PostgresError.self) { try release.database.run("INSERT INTO orders VALUES (9, 9)") }
    }

    /// A rule with a default that repeats itself would let one row in and no second.
    @Test func aUniqueColumnWithADefault() async throws {
        let release = try await release(
            [
                "ALTER TABLE users ADD slug text UNIQUE", "UPDATE users SET slug = id::text",
                "ALTER TABLE users ALTER slug SET DEFAULT ''", "ALTER TABLE users ADD mark int CHECK (mark > 0)",
                "CREATE UNIQUE INDEX marks ON users (mark, name)",
            ], [BadRelease.column("slug", of: "users"), BadRelease.column("mark", of: "users")])
        _ = try await release.rollBack()
        #expect(try await release.isGood())
        try release.database.run("INSERT INTO users (id) VALUES (4)", "INSERT INTO users (id) VALUES (5)")
        try release.database.run("UPDATE users SET __lg_1_slug = 'of 5' WHERE id = 5")
        let evidence = try await release.redo()
        #expect(evidence.warnings == [])
        #expect(try await release.isBad())
    }

    /// Dropping a column takes views along or is refused; a parked one keeps them working.
    @Test func aViewOnTheColumn() async throws {
        let release = try await release(
            [
                "ALTER TABLE users ADD tier text DEFAULT 'free'",
                "CREATE VIEW reporting.tiers AS SELECT id, tier FROM users",
            ]
            .flatMap { $0.contains("VIEW") ? ["CREATE SCHEMA reporting", $0] : [$0] },
            [BadRelease.column("tier", of: "users")],
            residue: [
                CatalogObject(.schema, schema: "reporting", name: "reporting"),
                CatalogObject(.view, schema: "reporting", name: "tiers"),
            ])
        let naive = try release.database.session()
        try naive.run("BEGIN")
        #expect(throws: PostgresError.self) { try naive.run("ALTER TABLE users DROP COLUMN tier") }
        try naive.run("ROLLBACK")
        try naive.run("BEGIN")
        try naive.run("ALTER TABLE users DROP COLUMN tier CASCADE")
        #expect(try naive.run("SELECT to_regclass('reporting.tiers')").first == nil)
        try naive.run("ROLLBACK")
        _ = try await release.rollBack()
        #expect(try release.database.column("SELECT tier FROM reporting.tiers") == ["free", "free", "free"])
    }

    /// The server does not know that a function needs a column; the catalog's comparison sees that it is another one.
    @Test func aFunctionThatWasChanged() async throws {
        let old =
            "CREATE FUNCTION names() RETURNS SETOF text LANGUAGE plpgsql AS 'begin return query select name from users; end'"
        let new = old.split(separator: "select name").joined(separator: "select name || tier")
            .replacing("CREATE FUNCTION", with: "CREATE OR REPLACE FUNCTION")
        let good = Self.good + [old]
        let migration = ["ALTER TABLE users ADD tier text DEFAULT 'x'", new]
        let server = try PostgresServer.shared()
        let column = BadRelease.column("tier", of: "users")
        let naive = try await BadRelease(on: server, good: good, migration: migration, actions: [])
        try naive.database.run("ALTER TABLE users DROP COLUMN tier")
        #expect(throws: PostgresError.self) { try naive.database.run("SELECT names()") }

        let forgetful = try await BadRelease(on: server, good: good, migration: migration, actions: [column])
        let failure = await #expect(throws: Failure.self) { try await forgetful.rollBack() }
        #expect("\(String(describing: failure))".contains("function names()"))
        #expect(try await forgetful.isBad())

        let replace = old.replacing("CREATE FUNCTION", with: "CREATE OR REPLACE FUNCTION")
        let release = try await BadRelease(
            on: server, good: good, migration: migration,
            actions: [.run(statement: replace, restore: new), column])
        _ = try await release.rollBack()
        #expect(try release.database.column("SELECT names()") == ["a", "b", "c"])
        _ = try await release.redo()
        #expect(try release.database.column("SELECT names()") == ["ax", "bx", "cx"])
    }

    /// A value of an enum cannot be taken away; it stays, and only where the plan says so.
    @Test func anEnumsNewValue() async throws {
        let type = CatalogObject(.type, schema: "public", name: "mood")
        let good = Self.good + ["CREATE TYPE mood AS ENUM ('calm')"]
        let server = try PostgresServer.shared()
        for (residue, works) in [([type], true), ([], false)] {
            let release = try await BadRelease(
                on: server, good: good, migration: ["ALTER TYPE mood ADD VALUE 'wild'"], actions: [], residue: residue)
            let evidence = try? await release.rollBack()
            #expect((evidence != nil) == works)
        }
        let other = try await BadRelease(
            on: server, good: good, migration: ["ALTER TYPE mood RENAME VALUE 'calm' TO 'wild'"], actions: [],
            residue: [type])
        await #expect(throws: Failure.self) { try await other.rollBack() }
    }
}
