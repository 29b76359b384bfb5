import FoundationEssentials
import GRDB
import RollbackCore

/// Parked data as lines of CSV with a head, as PostgreSQL's `COPY … CSV` and people read it: NULL is nothing at all, an
/// empty text is `""`, bytes are `\x` and hexadecimal digits.
struct SQLiteExport {
    let database: Database

    func export(_ object: ParkedObject, _ write: (String) throws -> Void) throws {
        let table = object.place.owner?.name ?? ""
        let name = SQLiteName.quoted(table)
        let columns = object.place.kind == .table ? "*" : try keyed(object, table)
        let statement = try database.makeStatement(sql: "SELECT \(columns) FROM \(name)")
        let rows = try Row.fetchCursor(statement)
        try write(statement.columnNames.map(Self.cell).joined(separator: ",") + "\n")
        while let row = try rows.next() {
            try write(row.map { Self.text($0.1).map(Self.cell) ?? "" }.joined(separator: ",") + "\n")
        }
    }

    /// The column by its old name, behind its row's key.
    private func keyed(_ object: ParkedObject, _ table: String) throws -> String {
        let sql = "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk"
        let keys = try String.fetchAll(database, sql: sql, arguments: [table]).map(SQLiteName.quoted)
        let value = "\(SQLiteName.quoted(object.place.name)) AS \(SQLiteName.quoted(object.object.name))"
        return ((keys.isEmpty ? ["rowid"] : keys) + [value]).joined(separator: ", ")
    }

    private static func cell(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
    }

    static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .blob(let data): "\\x" + data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    func drop(_ object: ParkedObject) throws {
        guard let table = object.place.owner else { return }
        let name = SQLiteName.quoted(table.name)
        guard object.place.kind == .column else {
            return try database.execute(sql: "DROP TABLE IF EXISTS \(name)")
        }
        try database.execute(sql: "ALTER TABLE \(name) DROP COLUMN \(SQLiteName.quoted(object.place.name))")
    }
}
