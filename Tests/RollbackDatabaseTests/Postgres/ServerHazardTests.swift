import Foundation
import RollbackCore
@testable import RollbackDatabase
import Testing

/// What stands around a database: poolers, subscribers, sessions of services, and tables at the other end of a key.
struct ServerHazardTests {
    private static let good = [
        "CREATE TABLE users (id int PRIMARY KEY, name text)", "INSERT INTO users VALUES (1, 'a'), (2, 'b')",
    ]
    private static let migration = [
        "ALTER TABLE users ADD tier text DEFAULT 'free'",
        "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users)", "INSERT INTO orders VALUES (1, 1)",
    ]
    private static let actions: [SchemaAction] = [
        .parkTable(BadRelease.table("orders")), BadRelease.column("tier", of: "users"),
    ]

    private func release() async throws -> BadRelease {
        try await BadRelease(
            on: try PostgresServer.shared(), good: Self.good, migration: Self.migration, actions: Self.actions)
    }

    /// Dropping a child locks its parent, in whatever order; ours has both in its one list.
    @Test func theParentIsLockedToo() async throws {
        let release = try await release()
        let naive = try release.database.session()
        try naive.run("BEGIN")
        try naive.run("DROP TABLE orders")
        let parent = try release.database.run("SELECT 'users'::regclass::oid") ?? ""
        #expect(try TableLocks(session: naive).held(among: [parent]) == [parent])
        try naive.run("ROLLBACK")

        var plan = release.plan
        plan.actions = [.parkTable(BadRelease.table("orders"))]
        plan.locks = [BadRelease.table("orders")]
        let session = try release.database.session()
        #expect(
            try TableLocks(session: session).wanted(plan, extra: [])
                == ["orders", "schema_migrations", "users"]
                .map(BadRelease.table))
    }

    /// A statement that locks what its plan does not list is done again with the whole list, in order.
    @Test func aLockThatNobodyListed() async throws {
        let release = try await BadRelease(
            on: try PostgresServer.shared(), good: Self.good, migration: ["ALTER TABLE users RENAME name TO title"],
            actions: [
                .run(
                    statement: "ALTER TABLE users RENAME title TO name",
                    restore: "ALTER TABLE users RENAME name TO title")
            ])
        let locks = try release.database.session()
        try locks.run("BEGIN")
        try locks.run("LOCK TABLE users IN ROW EXCLUSIVE MODE")
        let failure = await #expect(throws: Failure.self) { try await release.rollBack() }
        guard case .database(.busy) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        try locks.run("ROLLBACK")
        _ = try await release.rollBack()
        #expect(try await release.isGood())
    }

    /// A statement that was prepared before fails after the change, once or for ever; a new session does not.
    @Test func aPreparedStatement() async throws {
        let release = try await release()
        let service = try release.database.session()
        try service.run("PREPARE all_users AS SELECT * FROM users")
        try service.run("EXECUTE all_users")
        _ = try await release.rollBack()
        let error = #expect(throws: PostgresError.self) { try service.run("EXECUTE all_users") }
        #expect(error?.message == "cached plan must not change result type")
        let again = try release.database.session()
        try again.run("PREPARE all_users AS SELECT * FROM users")
        #expect(try again.run("EXECUTE all_users").rows.count == 2)
    }

    @Test func whoElseNamesTheObjects() async throws {
        let release = try await BadRelease(
            on: try PostgresServer.shared(),
            good: Self.good + [
                "CREATE PUBLICATION news FOR TABLE users", "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON users USING (id > 0)",
            ], migration: Self.migration, actions: Self.actions)
        let evidence = try await release.rollBack()
        #expect(
            evidence.warnings == [
                "publication news sends users: its subscribers need the same schema",
                "row security of users: policy own says who sees its rows",
            ])
    }

    /// What may not hold on to sessions is refused with the reason; what gives each client its own is not.
    @Test(.enabled(if: Pooler.isInstalled), arguments: ["transaction", "session"])
    func aPooler(mode: String) async throws {
        let release = try await release()
        let pooler = try Pooler(release.database, mode: mode)
        defer { pooler.end() }
        let other = try ScratchDatabase(
            server: release.database.server, name: release.database.name, host: pooler.folder)
        let refused = Failure.database(.transactionPooler(title: release.database.name))
        if mode == "transaction" {
            // A lock of a session's is another client's there.
            await #expect(throws: refused) { try await other.schema().facts() }
            await #expect(throws: refused) {
                try await other.schema().rollBack(release.plan, run: RunID(1), dryRun: false)
            }
            #expect(try await release.isBad())
        } else {
            _ = try await other.schema().rollBack(release.plan, run: RunID(1), dryRun: false)
            #expect(try await release.isGood())
        }
    }

    @Test func thePortOfATransactionPooler() throws {
        let database = try PostgresServer.shared().database()
        var address = database.address
        address.port = 6543
        #expect(throws: Failure.database(.transactionPooler(title: database.name))) {
            try PoolerCheck.require(try database.session(), address) { try database.session() }
        }
    }

    @Test func noServerNoLibrary() async throws {
        let nowhere = try ScratchDatabase(server: try PostgresServer.shared(), name: "x", host: "/tmp/lastgood-nowhere")
        let failure = await #expect(throws: Failure.self) { try await nowhere.schema().facts() }
        guard case .database(.cannotConnect(title: "x", let why)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(why.contains("/tmp/lastgood-nowhere"))
        #expect(throws: Failure.database(.libraryMissing(name: "libnothing.so.5", package: "libpq5"))) {
            try PostgresLibrary(file: "libnothing.so.5")
        }
    }
}

/// PgBouncer before a test's server.
final class Pooler: Sendable {
    static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first(
        where: FileManager.default.isExecutableFile(atPath:))
    static var isInstalled: Bool { program != nil }

    let folder: String
    private let process: Process

    init(_ database: ScratchDatabase, mode: String) throws {
        folder = "/tmp/lastgood-pooler-\(getpid())-\(mode)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        let settings = """
            [databases]
            \(database.name) = host=\(database.server.folder)/socket port=5432 dbname=\(database.name) user=postgres
            [pgbouncer]
            listen_addr =
            listen_port = 5432
            unix_socket_dir = \(folder)
            auth_type = any
            pool_mode = \(mode)
            ignore_startup_parameters = extra_float_digits
            """
        let file = "\(folder)/settings.ini"
        try Data(settings.utf8).write(to: URL(filePath: file))
        process = Process()
        process.executableURL = URL(filePath: Self.program ?? "")
        process.arguments = (getuid() == 0 ? ["-u", "nobody"] : []) + [file]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let socket = "\(folder)/.s.PGSQL.5432"
        while process.isRunning, !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
        try #require(process.isRunning)
    }

    func end() {
        // Its signals may be blocked, as a child's of this process.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
