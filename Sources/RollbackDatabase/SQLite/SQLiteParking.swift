import GRDB
import RollbackCore

/// Takes columns and tables out of the way, and brings them back, without moving a row: names are changed by
/// `ALTER TABLE`, and the rules that would keep rows out by the edit of the schema table that
/// sqlite.org/lang_altertable.html ("Making Other Kinds Of Table Schema Changes") gives for rules that no stored byte
/// depends on.
struct SQLiteParking {
    let database: Database
    let title: String
    let run: RunID
    let since: String
    /// Those that the plan parks: foreign keys among them stay.
    let tables: Set<String>

    func park(_ column: String, of table: TableName) throws -> SQLiteRecords.Parking {
        let before = try text(of: table.name)
        let place = OwnNames.place(of: column, run)
        let opened = TableText(before)?.opened(column) ?? before
        if opened != before { try write(opened, of: table.name) }
        try database.execute(sql: SQLiteDialect().rename(column, of: table, to: place))
        let parked = ParkedObject(
            run: run, object: CatalogObject(.column, schema: table.schema, table: table.name, name: column),
            place: CatalogObject(.column, schema: table.schema, table: table.name, name: place),
            restore: opened == before ? [] : [before], since: since)
        return SQLiteRecords.Parking(
            object: parked, before: before, opened: opened, newest: try newestRow(of: table.name, before))
    }

    func park(_ table: TableName) throws -> SQLiteRecords.Parking {
        let before = try text(of: table.name)
        let place = OwnNames.place(of: table.name, run)
        let kept = tables.union(tables.map { OwnNames.place(of: $0, run) })
        let opened = TableText(before)?.withoutForeignKeys(exceptOn: kept) ?? before
        if opened != before { try write(opened, of: table.name) }
        try database.execute(sql: Self.rename(table.name, to: place))
        let parked = ParkedObject(
            run: run, object: CatalogObject(.table, schema: table.schema, name: table.name),
            place: CatalogObject(.table, schema: table.schema, name: place),
            restore: opened == before ? [] : [before], since: since)
        return SQLiteRecords.Parking(object: parked, before: before, opened: opened, newest: nil)
    }

    /// - Returns: what a person should know.
    func bringBack(_ parking: SQLiteRecords.Parking) throws -> [String] {
        let (object, place) = (parking.object.object, parking.object.place)
        guard let table = object.owner else { return [] }
        if object.kind == .table {
            try database.execute(sql: Self.rename(place.name, to: object.name))
        } else {
            try database.execute(sql: SQLiteDialect().rename(place.name, of: table, to: object.name))
        }
        guard SQLTokens.plain(try text(of: table.name)) == SQLTokens.plain(parking.opened) else {
            return ["\(table.name) was altered since: its former rules are not made again: \(parking.before)"]
        }
        guard object.kind == .column else {
            try write(parking.before, of: table.name)
            return try orphans(of: table.name)
        }
        return try close(object.name, of: table.name, parking) + orphans(of: table.name)
    }

    /// Rules come back. Rows that were written meanwhile have the column's default; where it has none, nothing is invented.
    private func close(_ column: String, of table: String, _ parking: SQLiteRecords.Parking) throws -> [String] {
        let name = SQLiteName.quoted(column)
        let empty = try count("\(SQLiteName.quoted(table)) WHERE \(name) IS NULL")
        let forbidsNull = TableText(parking.before)?.withoutNotNull(column) != parking.before
        if empty > 0, forbidsNull {
            try write(TableText(parking.before)?.withoutNotNull(column) ?? parking.before, of: table)
            return [
                "\(table).\(column): \(empty) rows that were written meanwhile have no value, and it has no default; it may be NULL now"
            ]
        }
        if parking.opened != parking.before { try write(parking.before, of: table) }
        guard let newest = parking.newest else { return [] }
        let since = try count("\(SQLiteName.quoted(table)) WHERE rowid > \(newest)")
        return since == 0 ? [] : ["\(table).\(column): \(since) rows that were written meanwhile have its default"]
    }

    private func orphans(of table: String) throws -> [String] {
        let sql = "SELECT rowid, parent FROM pragma_foreign_key_check(?)"
        let rows = try Row.fetchAll(database, sql: sql, arguments: [table])
        guard let first = rows.first else { return [] }
        let parent: String = first["parent"]
        let ids = rows.prefix(5).map { "\($0["rowid"] as Int64? ?? 0)" }.joined(separator: ", ")
        return [
            "\(table): \(rows.count) rows refer to rows of \(parent) that are gone: \(ids)\(rows.count > 5 ? ", …" : "")"
        ]
    }

    private func count(_ rows: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(rows)") ?? 0
    }

    private func newestRow(of table: String, _ text: String) throws -> Int64? {
        guard !SQLTokens.plain(text).uppercased().contains("WITHOUT ROWID") else { return nil }
        return try Int64.fetchOne(database, sql: "SELECT max(rowid) FROM \(SQLiteName.quoted(table))") ?? 0
    }

    static func rename(_ table: String, to name: String) -> String {
        "ALTER TABLE \(SQLiteName.quoted(table)) RENAME TO \(SQLiteName.quoted(name))"
    }

    private func text(of table: String) throws -> String {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE"
        guard let text = try String.fetchOne(database, sql: sql, arguments: [table]) else {
            throw Failure.database(.stale(title: title, what: "there is no table \(table)"))
        }
        return text
    }

    private func write(_ text: String, of table: String) throws {
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql: "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ? COLLATE NOCASE",
            arguments: [text, table])
        guard database.changesCount == 1 else {
            throw Failure.database(.unproved(title: title, ["the schema of \(table) could not be written"]))
        }
        // Other connections read the schema anew when its number changes; this one does at once.
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA schema_version = \(version + 1)")
        try database.execute(sql: "PRAGMA writable_schema = RESET")
    }
}
