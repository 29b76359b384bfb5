import RollbackCore

/// A pooler that gives each transaction another session makes a session's locks and settings mean nothing.
enum PoolerCheck {
    /// - Parameter another: opens a second session at the same address.
    /// - Throws: `Failure.database(.transactionPooler)`.
    static func require(
        _ session: PostgresSession, _ address: PostgresAddress, another: () throws -> PostgresSession
    ) throws {
        // Supabase's transaction pooler has this port; behind it even two sessions may look like two.
        if address.port == 6543 { throw Failure.database(.transactionPooler(title: session.title)) }
        let first = try backend(of: session)
        // The number that a server gives at the start is its process's own; a pooler makes one up.
        if first == session.backend { return }
        let other = try another()
        // What the first session had is free between its transactions. A pooler gives it to the second, which keeps it,
        // and the first gets another; a pooler with one server only makes the first wait.
        try other.run("BEGIN")
        let second = try backend(of: other)
        let again = second == first ? nil : try backend(of: session)
        _ = try? other.run("ROLLBACK")
        guard again == first else { throw Failure.database(.transactionPooler(title: session.title)) }
    }

    private static func backend(of session: PostgresSession) throws -> Int {
        try session.run("SELECT pg_catalog.pg_backend_pid()").first.flatMap { Int($0) } ?? 0
    }
}
