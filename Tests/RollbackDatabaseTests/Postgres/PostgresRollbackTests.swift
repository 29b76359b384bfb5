import RollbackCore
@testable import RollbackDatabase
import Testing

/// A schema goes back and forward with every row, on every server that is installed.
struct PostgresRollbackTests {
    private static let servers = Array(PostgresServer.bins.indices)

    /// A column with everything that can hang on one, and two tables that need each other.
    private static func release(_ server: Int) async throws -> BadRelease {
        try await BadRelease(
            on: try PostgresServer.shared(server),
            good: [
                "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE)",
                "INSERT INTO users (email) SELECT 'u' || i FROM generate_series(1, 100) i",
            ],
            migration: [
                "CREATE TYPE tier AS ENUM ('free', 'paid')",
                """
                ALTER TABLE users ADD tier tier NOT NULL DEFAULT 'free', ADD code text UNIQUE CHECK (code <> ''),
                  ADD boss int REFERENCES users
                """,
                "CREATE INDEX users_tier ON users (tier, email)",
                "CREATE VIEW paying AS SELECT id FROM users WHERE tier = 'paid'",
                "CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, total int)",
                "CREATE TABLE lines (id serial PRIMARY KEY, order_id int REFERENCES orders ON DELETE CASCADE, what text)",
                "UPDATE users SET tier = 'paid', code = 'c' || id, boss = 1 WHERE id <= 40",
                "INSERT INTO orders (user_id, total) SELECT id, id * 10 FROM users WHERE id <= 20",
                "INSERT INTO lines (order_id, what) SELECT id, 'thing' FROM orders",
            ],
            actions: [
                .drop(
                    CatalogObject(.view, schema: "public", name: "paying"), statement: "DROP VIEW public.paying",
                    restore: "CREATE VIEW public.paying AS SELECT id FROM public.users WHERE tier = 'paid'"),
                .parkTable(BadRelease.table("lines")), .parkTable(BadRelease.table("orders")),
                BadRelease.column("boss", of: "users"), BadRelease.column("code", of: "users"),
                BadRelease.column("tier", of: "users"),
                .drop(
                    CatalogObject(.type, schema: "public", name: "tier"), statement: "DROP TYPE public.tier",
                    restore: "CREATE TYPE public.tier AS ENUM ('free', 'paid')"),
            ])
    }

    @Test(arguments: servers) func everyRowGoesBackAndForward(server: Int) async throws {
        let release = try await Self.release(server)
        let database = release.database
        let everything = """
            SELECT md5(string_agg(u::text || coalesce(o::text, '') || coalesce(l::text, ''), ',' ORDER BY u.id))
            FROM users u LEFT JOIN orders o ON o.user_id = u.id LEFT JOIN lines l ON l.order_id = o.id
            WHERE u.id <= 100
            """
        let before = try database.run(everything)
        let evidence = try await release.rollBack()
        #expect(try await release.isGood())
        #expect(evidence.parked.count == 6)
        #expect(try await database.schema().state(of: RunID(1)) == .rolledBack)
        #expect(try database.column("SELECT version FROM schema_migrations") == ["1"])
        // The good release writes, and deletes what the parked rows point to.
        try database.run("INSERT INTO users (email) VALUES ('new')", "DELETE FROM users WHERE email = 'u99'")
        let back = try await release.redo()
        #expect(back.warnings == [])
        #expect(try await release.isBad())
        #expect(try database.run("SELECT tier::text FROM users WHERE email = 'new'") == "free")
        try database.run(
            "INSERT INTO users (id, email) VALUES (99, 'u99')", "UPDATE users SET tier = 'free' WHERE id = 99")
        #expect(try database.run(everything) == before)
        #expect(
            try database.column("SELECT version || ' ' || at::date FROM schema_migrations ORDER BY 1")
                == ["1 2020-01-02", "2 2021-03-04"])
        #expect(try await database.schema().state(of: RunID(1)) == .redone)
        #expect(try await database.schema().parked() == [])
    }

    @Test(arguments: servers) func aDryRunDoesItAllAndLeavesNothing(server: Int) async throws {
        let release = try await Self.release(server)
        let evidence = try await release.rollBack(dryRun: true)
        #expect(evidence.parked.count == 6)
        #expect(try await release.isBad())
        #expect(try release.database.run("SELECT to_regclass('lastgood.verified')") == nil)
        #expect(try await release.database.schema().state(of: RunID(1)) == .untouched)
    }

    /// Asked for twice it happens once, and another machine's first run is not this one's.
    @Test func itHappensOnce() async throws {
        let release = try await Self.release(0)
        let first = try await release.rollBack()
        let second = try await release.rollBack()
        #expect(second.parked == first.parked)
        #expect(try await release.database.schema("elsewhere").state(of: RunID(1)) == .untouched)
        _ = try await release.redo()
        _ = try await release.redo()
        #expect(try await release.isBad())
    }

    /// A run that was taken back may be gone on with.
    @Test func theSameRunGoesBackOnceMore() async throws {
        let release = try await Self.release(0)
        for _ in 1...2 {
            _ = try await release.rollBack()
            #expect(try await release.isGood())
            #expect(try await release.database.schema().state(of: RunID(1)) == .rolledBack)
            _ = try await release.redo()
            #expect(try await release.isBad())
        }
    }

    @Test func aPlanForAnotherSchemaOrLedgerIsStale() async throws {
        var release = try await Self.release(0)
        try release.database.run("INSERT INTO schema_migrations VALUES ('3')")
        await #expect(
            throws: Failure.database(.stale(title: release.database.name, what: "schema_migrations has other rows"))
        ) {
            try await release.rollBack()
        }
        release.plan.before = "another"
        await #expect(throws: Failure.database(.stale(title: release.database.name, what: "its schema has changed"))) {
            try await release.rollBack()
        }
        #expect(try release.database.run("SELECT to_regclass('lastgood.verified')") == nil)
    }

    @Test func whatIsParkedIsExportedAndDropped() async throws {
        let release = try await Self.release(0)
        _ = try await release.rollBack()
        let schema = release.database.schema()
        let parked = try await schema.parked()
        let tier = try #require(parked.first { $0.object.name == "code" })
        var text = ""
        try await schema.export(tier) { text += $0 }
        #expect(text.hasPrefix("id,code\n") && text.contains("\n1,c1\n"))
        #expect(text.split(separator: "\n").count == 101)
        let lines = try #require(parked.first { $0.object.name == "lines" })
        text = ""
        try await schema.export(lines) { text += $0 }
        #expect(text.hasPrefix("id,order_id,what\n") && text.contains("\n1,1,thing\n"))
        for object in [lines, tier] { try await schema.drop(object) }
        #expect(try await schema.parked().count == parked.count - 2)
        #expect(try release.database.run("SELECT to_regclass('lastgood_parked.lines')") == nil)
        await #expect(throws: Failure.database(.notParked(run: RunID(1), title: release.database.name))) {
            try await schema.drop(lines)
        }
    }
}
