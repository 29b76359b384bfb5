/// Who has what we waited for. Never what they ran: it may hold anything.
enum Blockers {
    /// - Returns: a clause each: `process 4242 (psql of app, idle in transaction for 312 s)`.
    static func named(_ session: PostgresSession, holding tables: [TableName]) throws -> [String] {
        let found = try session.run(
            """
            SELECT DISTINCT a.pid, coalesce(nullif(a.application_name, ''), a.backend_type), a.usename, a.state,
              extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start))::int
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid() AND (n.nspname, c.relname) IN
              (SELECT s, t FROM unnest($1::text[], $2::text[]) x (s, t)) ORDER BY 1
            """, [TableLocks.array(tables.map(\.schema)), TableLocks.array(tables.map(\.name))])
        return found.rows.map(words)
    }

    /// Sessions whose view of the rows is older than this transaction: after a rewrite they see an empty table
    /// (documentation, section 13.6). In READ COMMITTED a view ends with its statement.
    static func olderViews(_ session: PostgresSession) throws -> [String] {
        let found = try session.run(
            """
            SELECT pid, coalesce(nullif(application_name, ''), backend_type), usename, state,
              extract(epoch FROM clock_timestamp() - coalesce(xact_start, backend_start))::int
            FROM pg_catalog.pg_stat_activity
            WHERE backend_xmin IS NOT NULL AND pid <> pg_catalog.pg_backend_pid() AND datname = current_database()
              AND backend_type = 'client backend' AND state LIKE 'idle in transaction%' ORDER BY 1
            """)
        return found.rows.map(words)
    }

    private static func words(_ row: [String?]) -> String {
        let words = row.map { $0 ?? "" }
        let who = words[2].isEmpty ? words[1] : "\(words[1]) of \(words[2])"
        return "process \(words[0]) (\(who), \(words[3].isEmpty ? "" : "\(words[3]) ")for \(words[4]) s)"
    }
}
