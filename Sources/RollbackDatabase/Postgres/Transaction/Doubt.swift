/// What may have cost rows, as the server's own counts show it. Most plans leave none: parking moves nothing.
struct Doubt {
    var rewritten: [String] = []
    var droppedTables: [String] = []
    var droppedColumns: [Accounts.Column] = []
    var retyped: [(column: Accounts.Column, type: String)] = []

    init(_ before: Accounts, _ after: Accounts) {
        for (oid, table) in before.tables {
            guard let now = after.tables[oid] else {
                droppedTables.append(oid)
                continue
            }
            if now.file != table.file { rewritten.append(oid) }
        }
        for (column, state) in before.columns where after.tables[column.relation] != nil {
            guard let now = after.columns[column] else {
                if !state.isGenerated { droppedColumns.append(column) }
                continue
            }
            if now.form != state.form, !state.isGenerated { retyped.append((column, now.type)) }
        }
    }

    var isEmpty: Bool {
        rewritten.isEmpty && droppedTables.isEmpty && droppedColumns.isEmpty && retyped.isEmpty
    }

    /// Before anything is done: would it cost a value?
    /// - Returns: a sentence each.
    func losses(_ before: Accounts, _ session: PostgresSession) throws -> [String] {
        var found: [String] = []
        for oid in droppedTables {
            guard let name = before.tables[oid]?.name else { continue }
            let rows = try count(session, "SELECT count(*) FROM \(PostgresNames.quoted(name))")
            if rows > 0 { found.append("\(rows) rows would go with \(name.schema).\(name.name)") }
        }
        for column in droppedColumns {
            guard let (table, name) = names(before, column) else { continue }
            let values = try count(session, "SELECT count(\(name)) FROM \(table)")
            if values > 0 { found.append("\(values) values would go with \(table).\(name)") }
        }
        for (column, type) in retyped {
            guard let (table, name) = names(before, column), let old = before.columns[column]?.type else { continue }
            let lost = try count(
                session,
                "SELECT count(*) FROM \(table) WHERE \(name) IS DISTINCT FROM (\(name)::\(type))::\(old)")
            if lost > 0 { found.append("\(lost) values of \(table).\(name) do not survive \(type)") }
        }
        return found
    }

    /// What every row of a rewritten table says, in its columns that keep their type; by OID.
    func digests(_ before: Accounts, _ now: Accounts, _ session: PostgresSession) throws -> [String: String] {
        let changed = Set(retyped.map(\.column) + droppedColumns)
        return try rewritten.reduce(into: [:]) { found, oid in
            guard let name = now.tables[oid]?.name else { return }
            let columns = before.columns.keys.filter { $0.relation == oid && !changed.contains($0) }
            let names = columns.sorted { (Int($0.number) ?? 0) < (Int($1.number) ?? 0) }
                .compactMap { now.columns[$0].map { PostgresNames.quoted($0.name) } }
            let row = names.isEmpty ? "''" : "ROW(\(names.joined(separator: ", ")))::text"
            found[oid] = try session.run(
                """
                SELECT count(*) || ' ' || coalesce(sum(pg_catalog.hashtextextended(\(row), 0)::numeric), 0)
                FROM \(PostgresNames.quoted(name))
                """
            ).first
        }
    }

    private func names(_ before: Accounts, _ column: Accounts.Column) -> (table: String, column: String)? {
        guard let table = before.tables[column.relation]?.name, let name = before.columns[column]?.name else {
            return nil
        }
        return (PostgresNames.quoted(table), PostgresNames.quoted(name))
    }

    private func count(_ session: PostgresSession, _ query: String) throws -> Int {
        try session.run(query).first.flatMap { Int($0) } ?? 0
    }
}
