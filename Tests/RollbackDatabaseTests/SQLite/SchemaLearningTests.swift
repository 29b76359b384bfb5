import FoundationEssentials
import RollbackCore
@testable import RollbackDatabase
import RollbackTestKit
import Testing

/// The schema of a release that nobody recorded is learned from the ways back of the live one.
struct SchemaLearningTests {
    private static let first =
        "-- migrate:up\nCREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n-- migrate:down\nDROP TABLE t;\n"
    private static let second = """
        -- migrate:up
        ALTER TABLE t ADD COLUMN b TEXT;
        CREATE TABLE u (x);
        -- migrate:down
        DROP TABLE u;
        ALTER TABLE t DROP COLUMN b;

        """

    private func tree(_ files: [String: String]) -> MigrationTree {
        MigrationTree(files.mapValues { Data($0.utf8) })
    }

    private func learn(_ place: SQLitePlace, _ second: String) async throws -> DatabaseRecord? {
        let live = ["db/migrations/1_t.sql": Self.first, "db/migrations/2_u.sql": second]
        return try await SchemaLearning(place.schema, at: .sqlite(path: place.path), title: "app.db").record(
            live: tree(live), good: tree(["db/migrations/1_t.sql": Self.first])
        ) { _ in AlembicPrinter(processes: ScriptedProcesses(), root: "/", interpreter: "python3") }
    }

    private func place() async throws -> SQLitePlace {
        let place = try await SQLitePlace(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE schema_migrations (version TEXT PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('1')
            """)
        try place.run(
            """
            ALTER TABLE t ADD COLUMN b TEXT; CREATE TABLE u (x); INSERT INTO schema_migrations VALUES ('2');
            INSERT INTO t VALUES (1, 'x', 'y'); INSERT INTO u VALUES (3)
            """)
        return place
    }

    @Test func aCopyWithoutRowsShowsIt() async throws {
        let place = try await place()
        let record = try #require(try await learn(place, Self.second))
        #expect(record.facts == place.good)
        #expect(record.ledgers.map(\.rows) == [[["version": "1"]]])
        #expect(try await place.rows("SELECT b FROM t") == "y")
        #expect(try await place.rows("SELECT x FROM u") == "3")
    }

    /// Nobody wrote a way back: it is said, and nothing is made up.
    @Test func whatHasNoWayBackIsNotLearned() async throws {
        let place = try await place()
        await #expect(throws: Failure.self) {
            try await learn(place, "-- migrate:up\nALTER TABLE t ADD COLUMN b TEXT;\n")
        }
    }
}
