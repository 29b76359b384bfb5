import GRDB

/// Reads a SQLite database's schema (sqlite.org/pragma.html, sqlite.org/schematab.html). What is parked and the
/// program's own tables are left out, and so are SQLite's.
struct SQLiteFacts {
    static let schema = "main"
    private let database: Database
    private var facts = CatalogFacts()

    static func read(_ database: Database) throws -> CatalogFacts {
        var reader = SQLiteFacts(database: database)
        try reader.readAll()
        return reader.facts
    }

    private mutating func readAll() throws {
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'"
        for row in try Row.fetchAll(database, sql: sql) {
            let (kind, name, table): (String, String, String) = (row["type"], row["name"], row["tbl_name"])
            guard !OwnNames.isOwn(name), !OwnNames.isOwn(table) else { continue }
            let text: String = row["sql"] ?? ""
            switch kind {
            case "table": try readTable(name, text)
            case "index": add(.index, table, name, ["definition": SQLTokens.plain(text)])
            case "view": add(.view, nil, name, ["definition": SQLTokens.plain(text)])
            case "trigger": add(.trigger, table, name, ["definition": SQLTokens.plain(text)])
            default: break
            }
        }
    }

    private mutating func add(_ kind: CatalogObject.Kind, _ table: String?, _ name: String, _ words: [String: String]) {
        facts[CatalogObject(kind, schema: Self.schema, table: table, name: name)] = words
    }

    private mutating func readTable(_ name: String, _ sql: String) throws {
        guard let text = TableText(sql) else {
            return add(.table, nil, name, ["definition": SQLTokens.plain(sql)])
        }
        let tail = text.words.tokens[text.tail].map(\.value).joined(separator: " ").uppercased()
        add(.table, nil, name, tail.isEmpty ? [:] : ["options": tail])
        let columns = try readColumns(of: name, text)
        readChecks(of: name, text, columns)
        try readForeignKeys(of: name)
        try readUniqueRules(of: name)
    }

    /// - Returns: the names of all of them, parked ones too.
    private mutating func readColumns(of table: String, _ text: TableText) throws -> [String] {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM pragma_table_xinfo(?)", arguments: [table])
        for row in rows {
            let (name, key): (String, Int) = (row["name"], row["pk"])
            if OwnNames.isOwn(name) { continue }
            let type: String = row["type"] ?? ""
            var words = ["type": type.uppercased(), "null": row["notnull"] == 0 ? "yes" : "no"]
            words["default"] = (row["dflt_value"] as String?).map(SQLTokens.plain)
            if key > 0 { words["key"] = "\(key)" }
            for rule in text.part(of: name).map(text.rules) ?? [] {
                switch rule.kind {
                case .collate: words["collation"] = text.text(of: rule).uppercased()
                case .generated: words["generated"] = text.text(of: rule)
                case .primaryKey where text.text(of: rule).uppercased().contains("AUTOINCREMENT"):
                    words["key"] = "\(key) AUTOINCREMENT"
                default: break
                }
            }
            add(.column, table, name, words)
        }
        return rows.map { $0["name"] }
    }

    private mutating func readChecks(of table: String, _ text: TableText, _ columns: [String]) {
        for rule in text.parts.flatMap(text.rules) where rule.kind == .check {
            let named = columns.filter { text.names($0, rule) }
            addRule(table, text.text(of: rule), named, [:])
        }
    }

    private mutating func addRule(_ table: String, _ name: String, _ columns: [String], _ words: [String: String]) {
        guard !columns.contains(where: OwnNames.isOwn) else { return }
        add(.constraint, table, name, words.merging(["columns": columns.sorted().joined(separator: ", ")]) { $1 })
    }

    private mutating func readForeignKeys(of table: String) throws {
        let sql = "SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq"
        let rows = try Row.fetchAll(database, sql: sql, arguments: [table])
        for (_, key) in Dictionary(grouping: rows, by: { $0["id"] as Int }) {
            guard let first = key.first else { continue }
            let columns = key.map { $0["from"] as String }
            let there = key.compactMap { $0["to"] as String? }
            let parent: String = first["table"]
            if OwnNames.isOwn(parent) { continue }
            let target = there.isEmpty ? parent : "\(parent) (\(there.joined(separator: ", ")))"
            addRule(
                table, "FOREIGN KEY (\(columns.joined(separator: ", "))) REFERENCES \(target)", columns,
                ["on update": first["on_update"], "on delete": first["on_delete"]])
        }
    }

    private mutating func readUniqueRules(of table: String) throws {
        let sql = "SELECT name FROM pragma_index_list(?) WHERE origin = 'u'"
        for index in try String.fetchAll(database, sql: sql, arguments: [table]) {
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_index_info(?) ORDER BY seqno", arguments: [index])
            addRule(table, "UNIQUE (\(columns.joined(separator: ", ")))", columns, [:])
        }
    }
}
