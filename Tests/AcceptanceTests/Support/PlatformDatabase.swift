import Foundation
import Testing

/// A SQLite database of a platform, outside its checkout, and two releases that differ in its schema.
extension AcceptancePlatform {
    private var database: String { "\(notes)/app.db" }

    /// Runs statements, and gives the rows of the last one: `1|a, 2|b`.
    @discardableResult
    func sql(_ text: String) async throws -> String {
        let script = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
            connection.execute("PRAGMA foreign_keys = ON")
            rows = []
            for statement in sys.argv[2].split(";"):
                rows = connection.execute(statement).fetchall()
            print(", ".join("|".join("" if cell is None else str(cell) for cell in row) for row in rows))
            """
        let result = try await Running(["python3", "-c", script, database, text], in: root).end()
        try #require(result.status == 0, "\(result.everything)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The good release and its schema are recorded; then the bad one is deployed, with its migration and rows of its own.
    /// - Parameter renames: the migration breaks the good release's code.
    func migrate(_ service: TestService, renames: Bool = false) async throws {
        var service = service
        service.environmentFile = ".env"
        try await configure([service])
        try write(".env", "DATABASE_URL=sqlite:///\(database)\n")
        try await sql(
            """
            CREATE TABLE alembic_version (version_num TEXT NOT NULL); INSERT INTO alembic_version VALUES ('0001');
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO users VALUES (1, 'ada')
            """)
        try await git("checkout", "--quiet", good())
        try await record()
        try await git("checkout", "--quiet", "main")
        let rename = "ALTER TABLE users RENAME COLUMN name TO full_name;"
        let migration =
            "ALTER TABLE users ADD COLUMN tier TEXT NOT NULL DEFAULT 'free';\(renames ? rename : "")"
            + " CREATE TABLE gifts (id INTEGER PRIMARY KEY, giver INTEGER NOT NULL REFERENCES users (id))"
        try write("migrations/0002_gifts.sql", migration)
        try await commit("Release 1.2")
        try await sql(
            "\(migration); UPDATE alembic_version SET version_num = '0002'; INSERT INTO users VALUES (2, 'bob', 'gold');"
                + "INSERT INTO gifts VALUES (1, 2)")
        try await record()
    }

    /// Which of the two schemas it is, and nothing between them.
    var schema: String {
        get async throws {
            let version = try await sql("SELECT version_num FROM alembic_version")
            let columns = try await sql(
                "SELECT name FROM pragma_table_info('users') WHERE name NOT LIKE '^_^_%' ESCAPE '^'")
            let tables = try await sql("SELECT name FROM sqlite_schema WHERE name = 'gifts'")
            return "\(version): \(columns); \(tables)"
        }
    }
}
