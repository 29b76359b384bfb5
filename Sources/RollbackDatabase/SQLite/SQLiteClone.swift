import GRDB
import RollbackCore

/// A SQLite database's schema without its rows, in memory: what statements do to it harms nobody.
struct SQLiteClone {
    private let queue: DatabaseQueue

    init(of database: Database) throws {
        let sql = """
            SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
            ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, rowid
            """
        let statements = try String.fetchAll(database, sql: sql)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        queue = try DatabaseQueue(configuration: configuration)
        try queue.writeWithoutTransaction { clone in
            for statement in statements { try clone.execute(sql: statement) }
        }
    }

    /// What the catalog says when the statements were run.
    func facts(after statements: [String]) throws -> CatalogFacts {
        defer { try? queue.close() }
        return try queue.write { clone in
            for statement in statements { try clone.execute(sql: statement) }
            return try SQLiteFacts.read(clone)
        }
    }
}
