import RollbackMigrations

/// How a statement goes with a transaction that is not its own.
enum StatementNature: Hashable {
    case plain
    /// Its twin without the word CONCURRENTLY does the same in a transaction.
    case dropsConcurrently
    /// Done after the commit.
    case makesConcurrently
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT` and the like.
    case controlsTransaction
    /// The server refuses it in a transaction.
    case outside
    /// It has no effect in a transaction, and may be left out.
    case idle

    init(_ statement: SQLStatement, _ dialect: SQLDialect) {
        if Self.controls(statement.cursor) {
            self = .controlsTransaction
        } else {
            self = dialect == .sqlite ? Self.ofSQLite(statement.cursor) : Self.ofPostgres(statement.cursor)
        }
    }

    private static func controls(_ cursor: SQLCursor) -> Bool {
        var cursor = cursor
        if ["begin", "commit", "end", "rollback", "abort", "savepoint", "release"].contains(where: { cursor.take($0) })
        {
            return true
        }
        return cursor.take("start", "transaction") || cursor.take("prepare", "transaction")
            || cursor.take("set", "transaction")
    }

    /// What the PostgreSQL manual's pages of these commands say of transaction blocks.
    private static func ofPostgres(_ cursor: SQLCursor) -> StatementNature {
        var cursor = cursor
        if cursor.take("vacuum") || cursor.take("alter", "system") || cursor.take("discard", "all") { return .outside }
        if cursor.take("cluster") { return cursor.isAtEnd ? .outside : .plain }
        if cursor.take("reindex") {
            return ["concurrently", "database", "system"].contains { cursor.has($0) } ? .outside : .plain
        }
        if cursor.take("create", "index") || cursor.take("create", "unique", "index") {
            return cursor.take("concurrently") ? .makesConcurrently : .plain
        }
        if cursor.take("drop", "index") { return cursor.take("concurrently") ? .dropsConcurrently : .plain }
        if cursor.take("alter", "table") {
            return cursor.has("detach", "partition") && cursor.has("concurrently") ? .outside : .plain
        }
        guard ["create", "drop", "alter"].contains(where: { cursor.take($0) }) else { return .plain }
        let isAround = ["database", "tablespace", "subscription"].contains { cursor.take($0) }
        return isAround ? .outside : .plain
    }

    /// sqlite.org/lang_vacuum.html, lang_attach.html, pragma.html.
    private static func ofSQLite(_ cursor: SQLCursor) -> StatementNature {
        var cursor = cursor
        if ["vacuum", "attach", "detach"].contains(where: { cursor.take($0) }) { return .outside }
        guard cursor.take("pragma") else { return .plain }
        let harmless = ["foreign_keys", "foreign_key_check", "integrity_check", "legacy_alter_table", "optimize"]
        if harmless.contains(where: { cursor.take($0) }) { return .idle }
        return ["defer_foreign_keys", "user_version"].contains { cursor.take($0) } ? .plain : .outside
    }
}
