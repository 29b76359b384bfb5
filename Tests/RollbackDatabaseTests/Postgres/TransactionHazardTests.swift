import RollbackCore
@testable import RollbackDatabase
import Testing

/// What can end, block or break the transaction: the damage without our answer, and none with it.
struct TransactionHazardTests {
    private static let good = [
        "CREATE TABLE users (id int PRIMARY KEY, name text)", "INSERT INTO users VALUES (1, 'a'), (2, 'b')",
    ]

    private func release(_ statements: [SchemaAction]) async throws -> BadRelease {
        try await BadRelease(
            on: try PostgresServer.shared(), good: Self.good,
            migration: ["ALTER TABLE users ADD tier text", "UPDATE users SET tier = 'paid'"],
            actions: [BadRelease.column("tier", of: "users")] + statements)
    }

    /// Without the guard half of a way back is kept.
    @Test func aCommitInAScript() async throws {
        let naive = try await release([])
        let session = try naive.database.session()
        try session.run("BEGIN")
        try session.run("ALTER TABLE users DROP COLUMN tier")
        try session.run("COMMIT")
        #expect(throws: PostgresError.self) { try session.run("DELETE FROM schema_migrations WHERE nothing = 2") }
        #expect(try naive.database.run("SELECT to_regclass('users')") != nil)
        #expect(try await naive.isBad() == false)

        for statement in ["COMMIT", "COMMIT AND CHAIN", "ROLLBACK", "END"] {
            let release = try await release([.run(statement: statement, restore: nil)])
            await #expect(throws: Failure.self) { try await release.rollBack() }
            #expect(try await release.isBad(), "\(statement)")
            #expect(try release.database.run("SELECT count(tier) FROM users") == "2")
        }
    }

    /// The guard alone holds, whoever looks away.
    @Test func theServerRefusesACommitBeforeTheProof() async throws {
        let release = try await release([])
        let session = try release.database.session()
        try session.run("BEGIN")
        let own = OwnTables(session: session, platform: "here")
        try own.prepare()
        try own.begin(.back, run: 1)
        try session.run("ALTER TABLE users DROP COLUMN tier")
        #expect(throws: PostgresError.self) { try session.run("COMMIT") }
        #expect(try await release.isBad())
    }

    /// Behind an ALTER that waits, every reader waits.
    @Test func aWaitingLock() async throws {
        let release = try await release([])
        let (holder, waiter) = (try release.database.session(), try release.database.session())
        try holder.run("BEGIN")
        try holder.run("SELECT * FROM users")
        let waiting = Task { try await BlockingWork.run { try waiter.run("ALTER TABLE users DROP COLUMN name") } }
        try await Self.until(release.database, "SELECT count(*) = 1 FROM pg_locks WHERE NOT granted")
        let reader = try release.database.session()
        try reader.run("SET lock_timeout = 100")
        #expect(throws: PostgresError.self) { try reader.run("SELECT * FROM users") }
        try release.database.run("SELECT pg_cancel_backend(\(waiter.backend))")
        await #expect(throws: PostgresError.self) { try await waiting.value }

        let failure = await #expect(throws: Failure.self) { try await release.rollBack() }
        guard case .database(.busy(_, let attempts, let blockers)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(attempts == 3)
        #expect(
            blockers.count == 1 && blockers[0].hasPrefix("process \(holder.backend) (lastgood of postgres, idle in"))
        #expect(try reader.run("SELECT count(*) FROM users").first == "2")
        try holder.run("ROLLBACK")
        _ = try await release.rollBack()
        #expect(try await release.isGood())
    }

    /// The server runs it in no transaction, and a failed one leaves an index behind that is none.
    @Test func concurrently() async throws {
        let release = try await BadRelease(
            on: try PostgresServer.shared(), good: Self.good + ["CREATE UNIQUE INDEX names ON users (name)"],
            migration: ["DROP INDEX names"],
            actions: [
                .afterCommit(
                    statement: "CREATE UNIQUE INDEX CONCURRENTLY names ON users (name)",
                    restore: "DROP INDEX public.names")
            ])
        let session = try release.database.session()
        try session.run("BEGIN")
        #expect(throws: PostgresError.self) { try session.run("CREATE INDEX CONCURRENTLY x ON users (name)") }
        try session.run("ROLLBACK")
        try release.database.run("INSERT INTO users VALUES (3, 'b')")
        await #expect(throws: Failure.self) { try await release.rollBack() }
        // What other tools leave behind: it is there, and lets everything in.
        #expect(throws: PostgresError.self) {
            try release.database.run("CREATE UNIQUE INDEX CONCURRENTLY names ON users (name)")
        }
        #expect(try release.database.run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'names'::regclass") == "f")
        try release.database.run("DELETE FROM users WHERE id = 3")
        _ = try await release.rollBack()
        #expect(try release.database.run("SELECT indisvalid FROM pg_index WHERE indexrelid = 'names'::regclass") == "t")
        #expect(try await release.isGood())
    }

    /// After a rewrite an older view of the rows sees none.
    @Test func anOlderViewOfTheRows() async throws {
        let widen = SchemaAction.run(
            statement: "ALTER TABLE users ALTER name TYPE varchar(30)",
            restore: "ALTER TABLE users ALTER name TYPE text")
        let migration = ["ALTER TABLE users ALTER name TYPE text"]
        let good = [
            "CREATE TABLE users (id int PRIMARY KEY, name varchar(30))", "INSERT INTO users VALUES (1, 'a')",
            "CREATE TABLE other (id int)",
        ]
        let server = try PostgresServer.shared()
        let naive = try await BadRelease(on: server, good: good, migration: migration, actions: [widen])
        let older = try naive.database.session()
        try older.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try older.run("SELECT * FROM other")
        try naive.database.run("ALTER TABLE users ALTER name TYPE varchar(30)")
        #expect(try older.run("SELECT count(*) FROM users").first == "0")

        let release = try await BadRelease(on: server, good: good, migration: migration, actions: [widen])
        let view = try release.database.session()
        try view.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try view.run("SELECT * FROM other")
        let failure = await #expect(throws: Failure.self) { try await release.rollBack() }
        guard case .database(.busy(_, _, let blockers)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(blockers.contains { $0.hasPrefix("process \(view.backend) ") })
        #expect(try view.run("SELECT count(*) FROM users").first == "1")
        try view.run("COMMIT")
        let evidence = try await release.rollBack()
        #expect(evidence.proved.contains("every row of users, which was rewritten, is what it was"))
        #expect(try await release.isGood())
    }

    /// Whoever has not heard COMMIT's answer asks for it.
    @Test func aLostConnection() async throws {
        let release = try await release([])
        let change = SchemaChanging(database: release.database.schema(), change: .back, run: RunID(1))
        let evidence = try await change.perform { [release] session, _ in
            let own = OwnTables(session: session, platform: "here")
            _ = try SchemaAttempt(
                session: session, plan: release.plan, run: 1, own: own, dryRun: false, extra: []
            ).perform()
            throw AttemptTrouble.unknown("the answer to COMMIT was lost")
        }
        #expect(evidence.parked.count == 1)
        #expect(try await release.isGood())
    }

    /// Waits for a condition that another session brings about.
    static func until(_ database: ScratchDatabase, _ condition: String) async throws {
        let session = try database.session()
        while try session.run(condition).first != "t" { await Task.yield() }
    }
}
