import FoundationEssentials

/// Reads and writes the migrations' ledger.
struct LedgerRows {
    let session: PostgresSession

    static func read(_ session: PostgresSession, _ table: TableName, columns: [String], locked: Bool = false) throws
        -> [[String: String?]]
    {
        let list = columns.map { "\(PostgresNames.quoted($0))::text" }.joined(separator: ", ")
        let order = columns.map(PostgresNames.quoted).joined(separator: ", ")
        let rows = try session.run(
            "SELECT \(list) FROM \(PostgresNames.quoted(table)) ORDER BY \(order)\(locked ? " FOR UPDATE" : "")")
        return rows.rows.map { Dictionary(zip(columns, $0), uniquingKeysWith: { $1 }) }
    }

    /// Locked, it must be what the plan was made for.
    /// - Returns: a sentence where it is not.
    func trouble(_ ledger: MigrationLedger) throws -> String? {
        guard let table = ledger.table else { return nil }
        let columns = Self.columns(ledger, ledger)
        // Without rows the plan does not say which columns count; then any row is one too many.
        let now =
            try columns.isEmpty
            ? session.run("SELECT 1 FROM \(PostgresNames.quoted(table))").rows.map { _ in [:] }
            : Self.read(session, table, columns: columns, locked: true)
        return Self.isSame(now, ledger.rows) ? nil : "\(table.name) has other rows"
    }

    /// Makes the ledger say what it has to: exactly one row written for each that differs.
    /// - Parameter kept: whole rows of an earlier change, which have more columns than the plan knows.
    /// - Returns: the rows that are gone, whole, as JSON.
    func change(from old: MigrationLedger, to new: MigrationLedger, kept: [String] = []) throws -> [String] {
        // A table that came with the bad release is parked like any other; one that is not there has no rows.
        guard let table = new.table, old.table != nil else { return [] }
        var gone: [String] = []
        for row in Self.subtract(new.rows, from: old.rows) { gone.append(try remove(row, table)) }
        let added = Self.subtract(old.rows, from: new.rows)
        if kept.count == added.count {
            for row in kept { try insert(whole: row, table) }
        } else {
            for row in added { try insert(row, table) }
        }
        return gone
    }

    private func remove(_ row: [String: String?], _ table: TableName) throws -> String {
        let names = row.keys.sorted()
        let conditions = names.enumerated().map { "\(PostgresNames.quoted($1))::text IS NOT DISTINCT FROM $\($0 + 1)" }
        let statement = """
            DELETE FROM \(PostgresNames.quoted(table)) t WHERE \(conditions.joined(separator: " AND "))
            RETURNING pg_catalog.to_jsonb(t)::text
            """
        let found = try session.run(statement, names.map { row[$0] ?? nil })
        return try Self.one(found, statement).first ?? ""
    }

    private func insert(_ row: [String: String?], _ table: TableName) throws {
        let names = row.keys.sorted()
        let places = names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let statement = """
            INSERT INTO \(PostgresNames.quoted(table)) (\(names.map(PostgresNames.quoted).joined(separator: ", ")))
            OVERRIDING SYSTEM VALUE VALUES (\(places))
            """
        _ = try Self.one(session.run(statement, names.map { row[$0] ?? nil }), statement)
    }

    private func insert(whole row: String, _ table: TableName) throws {
        let name = PostgresNames.quoted(table)
        let statement = """
            INSERT INTO \(name) OVERRIDING SYSTEM VALUE
            SELECT * FROM pg_catalog.jsonb_populate_record(NULL::\(name), $1::jsonb)
            """
        _ = try Self.one(session.run(statement, [row]), statement)
    }

    private static func one(_ rows: PostgresRows, _ statement: String) throws -> PostgresRows {
        guard rows.affected == 1 else {
            throw PostgresError(
                statement: statement, state: "P0001", message: "\(rows.affected) rows of the ledger instead of one")
        }
        return rows
    }

    static func columns(_ ledgers: MigrationLedger...) -> [String] {
        ledgers.flatMap(\.rows).first.map { $0.keys.sorted() } ?? []
    }

    private static func isSame(_ left: [[String: String?]], _ right: [[String: String?]]) -> Bool {
        left.count == right.count && subtract(left, from: right).isEmpty
    }

    /// Rows may be there twice.
    private static func subtract(_ rows: [[String: String?]], from all: [[String: String?]]) -> [[String: String?]] {
        var rest = all
        for row in rows { if let index = rest.firstIndex(of: row) { rest.remove(at: index) } }
        return rest
    }
}
