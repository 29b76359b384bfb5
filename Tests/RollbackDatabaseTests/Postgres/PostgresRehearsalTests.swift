import RollbackCore
@testable import RollbackDatabase
import RollbackSystem
import RollbackTestKit
import Testing

/// What a migration's way back does is known before it is done, from a copy without rows.
struct PostgresRehearsalTests {
    @Test func onACloneWithoutRows() async throws {
        let server = try PostgresServer.shared()
        let database = try server.database(
            "CREATE TABLE users (id int PRIMARY KEY, name varchar(30))", "INSERT INTO users VALUES (1, 'a')",
            "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users)",
            "CREATE TABLE notes (id int PRIMARY KEY, text text)")
        let scratch = try ScratchFolder()
        let rehearsal = PostgresRehearsal(
            database.schema(), processes: RealProcesses.runner(), folder: scratch.path)
        let found = try await rehearsal.perform([
            "DROP TABLE orders", "ALTER TABLE notes ALTER text TYPE int USING length(text)",
        ])
        #expect(found.before == (try await database.schema().facts()))
        #expect(
            CatalogDifference(from: found.before, to: found.after).sentences == [
                "table orders is gone", "column notes.text: type was text, is integer",
            ])
        #expect(found.locks == ["notes", "orders", "users"].map(BadRelease.table))
        #expect(found.rewritten == [BadRelease.table("notes")])
        #expect(found.dropped == [BadRelease.table("orders")])
        #expect(try database.run("SELECT count(*) FROM users") == "1")
        await #expect(throws: Failure.self) { try await rehearsal.perform(["ALTER TABLE users DROP nothing"]) }
        let left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'lastgood%'"
        #expect(try database.run(left) == "0")
    }
}
