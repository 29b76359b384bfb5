/// The locks of one change: all tables in one statement and in everybody's order, before any row is read.
struct TableLocks {
    let session: PostgresSession

    /// - Parameter extra: what an earlier attempt was seen to lock besides.
    /// - Returns: the tables, in order: the plan's, the ledger's, and those at the other end of foreign keys, which are
    ///   locked when a key goes.
    func wanted(_ plan: SchemaPlan, extra: Set<TableName>) throws -> [TableName] {
        var tables = Set(plan.locks).union(extra).union(plan.actions.compactMap(\.touched))
        if let ledger = plan.ledger.table { tables.insert(ledger) }
        let parked = plan.actions.compactMap { action -> TableName? in
            switch action {
            case .parkColumn(let table, _), .parkTable(let table): table
            case .drop(let object, _, _): object.kind == .constraint ? object.owner : nil
            case .run, .afterCommit: nil
            }
        }
        tables.formUnion(try neighbours(of: parked))
        return try existing(tables).sorted()
    }

    private func neighbours(of tables: [TableName]) throws -> [TableName] {
        guard !tables.isEmpty else { return [] }
        return try session.run(
            """
            SELECT DISTINCT n.nspname, c.relname FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid IN (k.conrelid, k.confrelid)
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f' AND EXISTS (
              SELECT FROM unnest($1::text[], $2::text[]) x (s, t)
              JOIN pg_catalog.pg_namespace m ON m.nspname = s JOIN pg_catalog.pg_class d ON d.relname = t
              WHERE d.relnamespace = m.oid AND d.oid IN (k.conrelid, k.confrelid))
            """, [Self.array(tables.map(\.schema)), Self.array(tables.map(\.name))]
        ).rows.map { TableName(schema: $0[0] ?? "", name: $0[1] ?? "") }
    }

    /// Views and what a plan makes itself are not locked.
    private func existing(_ tables: Set<TableName>) throws -> [TableName] {
        try session.run(
            """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f') AND pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
              IN (SELECT pg_catalog.quote_ident(s) || '.' || pg_catalog.quote_ident(t)
                FROM unnest($1::text[], $2::text[]) x (s, t))
            """,
            [Self.array(tables.sorted().map(\.schema)), Self.array(tables.sorted().map(\.name))]
        ).rows.map { TableName(schema: $0[0] ?? "", name: $0[1] ?? "") }
    }

    func take(_ tables: [TableName]) throws {
        guard !tables.isEmpty else { return }
        let names = tables.map(PostgresNames.quoted).joined(separator: ", ")
        try session.run("LOCK TABLE \(names) IN ACCESS EXCLUSIVE MODE")
    }

    /// By OID: names change within the transaction.
    /// - Returns: of those that were there before, what this transaction has locked against others.
    func held(among oids: some Collection<String>) throws -> [String] {
        try session.run(
            """
            SELECT DISTINCT relation::text FROM pg_catalog.pg_locks
            WHERE pid = pg_catalog.pg_backend_pid() AND granted AND locktype = 'relation'
              AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              AND relation = ANY ($1::oid[])
            """, ["{\(oids.joined(separator: ","))}"]
        ).rows.compactMap(\.first).compactMap(\.self)
    }

    /// PostgreSQL's text form of an array of texts.
    static func array(_ texts: [String]) -> String {
        let words = texts.map { text in
            "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
        }
        return "{\(words.joined(separator: ","))}"
    }
}
