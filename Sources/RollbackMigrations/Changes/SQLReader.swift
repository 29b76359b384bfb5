/// What SQL statements do to a schema, as far as their words say it. Nothing is run.
package enum SQLReader {
    /// For whatever database: what databases read differently is not understood.
    package static func changes(in text: String) -> [SchemaChange] {
        guard let statements = try? SQLScript.read(text, as: .unknown) else { return [.other("cannot be read as SQL")] }
        return statements.flatMap { changes(of: $0).map(\.change) }
    }

    package static func changes(of statement: SQLStatement) -> [PlacedChange] {
        let found = changes(of: statement.tokens) ?? [.other("`\(shown(statement.tokens))` is not understood")]
        return found.map { PlacedChange(line: statement.line, change: $0) }
    }

    /// Its first words: nothing of texts, which can be anything.
    private static func shown(_ statement: [SQLToken]) -> String {
        let words = statement.prefix(4).map { token -> String in
            switch token {
            case .word(let word): word
            case .quoted(let name): "\"\(name)\""
            case .symbol(let symbol): String(UnicodeScalar(symbol))
            case .text, .number: "…"
            }
        }
        return words.joined(separator: " ") + (statement.count > 4 ? " …" : "")
    }

    private static func changes(of statement: [SQLToken]) -> [SchemaChange]? {
        var cursor = SQLCursor(statement[...])
        if cursor.take("create") { return SQLCreation.change(&cursor).map { [$0] } }
        if cursor.take("alter", "table") { return SQLAlteration.changes(&cursor) }
        if cursor.take("alter", "type") { return cursor.name().map { [.other("changes type \($0)")] } }
        if cursor.take("drop") { return dropped(&cursor) }
        if cursor.take("insert", "into") { return [.writeRows(table: cursor.name(), columns: nil)] }
        if cursor.take("delete", "from") { return [.deleteRows(table: cursor.name())] }
        if cursor.take("truncate") { return truncated(&cursor) }
        if cursor.take("update") { return [updated(&cursor)] }
        return isHarmless(&cursor) ? [] : nil
    }

    private static func dropped(_ cursor: inout SQLCursor) -> [SchemaChange]? {
        let what = ["table", "view", "index"].first { cursor.take($0) }
        guard let what else { return nil }
        cursor.pass("concurrently", "if", "exists")
        return cursor.parts().map { part in
            var part = part
            let name = part.name()
            return what == "table" ? .dropTable(name) : what == "view" ? .dropView(name) : .dropIndex(name)
        }
    }

    private static func truncated(_ cursor: inout SQLCursor) -> [SchemaChange] {
        cursor.pass("table", "only")
        return cursor.parts().map { part in
            var part = part
            return .deleteRows(table: part.name())
        }
    }

    /// `UPDATE t SET a = …, b = … WHERE …`.
    private static func updated(_ cursor: inout SQLCursor) -> SchemaChange {
        cursor.pass("only")
        let table = cursor.name()
        guard cursor.take("set") else { return .writeRows(table: table, columns: nil) }
        let columns = cursor.parts().map { part -> String? in
            var part = part
            guard let column = part.identifier(), part.next == .symbol(UInt8(ascii: "=")) else { return nil }
            return column
        }
        // A comma behind WHERE or FROM begins no column, and then nothing is certain.
        let known = columns.compactMap(\.self)
        return .writeRows(table: table, columns: known.count == columns.count ? known : nil)
    }

    /// What has no effect on a schema or on who may use it.
    private static func isHarmless(_ cursor: inout SQLCursor) -> Bool {
        if ["begin", "commit", "end", "analyze", "grant", "comment"].contains(where: { cursor.take($0) }) {
            return true
        }
        if cursor.take("start", "transaction") || cursor.take("notify", "pgrst") { return true }
        guard cursor.take("set") else { return false }
        cursor.pass("local", "session")
        return ["lock_timeout", "statement_timeout", "client_min_messages", "idle_in_transaction_session_timeout"]
            .contains { cursor.take($0) }
    }
}

/// `CREATE …`.
enum SQLCreation {
    static func change(_ cursor: inout SQLCursor) -> SchemaChange? {
        cursor.pass("global", "local", "temp", "temporary", "unlogged")
        if cursor.take("table") { return table(&cursor) }
        if cursor.take("unique", "index") {
            let index = indexed(&cursor)
            return .constrain(table: index.table, what: "a unique index", name: index.name)
        }
        if cursor.take("index") {
            let index = indexed(&cursor)
            return index.table.map { .makeIndex(table: $0, name: index.name) }
        }
        if cursor.take("policy") { return policy(&cursor) }
        let harmless = ["type", "schema", "extension", "sequence", "view"].first { cursor.take($0) }
        guard let harmless else { return nil }
        cursor.pass("if", "not", "exists")
        return cursor.name().map { .harmless("makes \(harmless) \($0)") }
    }

    /// A table that is part of another one changes that one.
    private static func table(_ cursor: inout SQLCursor) -> SchemaChange? {
        let mayExist = cursor.take("if", "not", "exists")
        let name = cursor.name()
        guard name != nil, !cursor.has("partition", "of"), !cursor.has("inherits") else { return nil }
        return .makeTable(name, links: cursor.links(), mayExist: mayExist)
    }

    /// `CONCURRENTLY name ON table (…)`; an index need not have a name.
    private static func indexed(_ cursor: inout SQLCursor) -> (name: String?, table: String?) {
        cursor.pass("concurrently", "if", "not", "exists")
        var name: String?
        if !cursor.take("on") {
            name = cursor.name()
            guard name != nil, cursor.take("on") else { return (nil, nil) }
        }
        cursor.pass("only")
        return (name, cursor.name())
    }

    private static func policy(_ cursor: inout SQLCursor) -> SchemaChange? {
        guard let name = cursor.identifier(), cursor.take("on") else { return nil }
        return .constrain(table: cursor.name(), what: "a policy", name: name)
    }
}
