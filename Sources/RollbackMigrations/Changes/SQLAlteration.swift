/// `ALTER TABLE …`: several actions, each a change.
enum SQLAlteration {
    /// Nil: not understood.
    static func changes(_ cursor: inout SQLCursor) -> [SchemaChange]? {
        cursor.pass("if", "exists", "only")
        guard let table = cursor.name() else { return nil }
        let changes = cursor.parts().map { part -> SchemaChange? in
            var part = part
            return change(&part, table)
        }
        let known = changes.compactMap(\.self)
        return known.count == changes.count ? known : nil
    }

    private static func change(_ action: inout SQLCursor, _ table: String) -> SchemaChange? {
        if action.take("add") { return added(&action, table) }
        if action.take("drop") { return dropped(&action, table) }
        if action.take("alter") { return altered(&action, table) }
        if action.take("rename") { return renamed(&action, table) }
        if action.take("set", "schema") { return .renameTable(table, to: moved(table, to: action.identifier())) }
        if action.take("enable", "row") || action.take("force", "row") {
            return .constrain(table: table, what: "row level security", name: nil)
        }
        return action.take("validate", "constraint") ? .harmless("validates a constraint of \(table)") : nil
    }

    private static func moved(_ table: String, to schema: String?) -> String? {
        schema.map { "\($0).\(table.split(separator: ".").last ?? "")" }
    }

    private static let constraints: Set = ["constraint", "primary", "unique", "check", "foreign", "exclude"]
    /// Words of MySQL's that stand where a column would.
    private static let parts: Set = ["index", "key", "fulltext", "spatial", "partition", "period"]

    private static func added(_ action: inout SQLCursor, _ table: String) -> SchemaChange? {
        let isColumn = action.take("column")
        let mayExist = action.take("if", "not", "exists")
        if !isColumn, case .word(let word)? = action.next {
            if constraints.contains(word) {
                let name = action.take("constraint") ? action.identifier() : nil
                return .constrain(table: table, what: "a constraint", name: name)
            }
            if parts.contains(word) { return nil }
        }
        guard let name = action.identifier(), !action.isAtEnd, action.next != .symbol(UInt8(ascii: "(")) else {
            return nil
        }
        var column = SQLColumn.read(name, action)
        column.mayExist = mayExist
        return .addColumn(table: table, column)
    }

    private static func dropped(_ action: inout SQLCursor, _ table: String) -> SchemaChange? {
        if action.take("constraint") || action.take("primary", "key") || action.take("foreign", "key") {
            action.pass("if", "exists")
            return .dropConstraint(table: table, name: action.identifier())
        }
        let isColumn = action.take("column")
        action.pass("if", "exists")
        if !isColumn, case .word(let word)? = action.next, parts.contains(word) { return nil }
        guard let name = action.identifier() else { return nil }
        action.pass("cascade", "restrict")
        return action.isAtEnd ? .dropColumn(table: table, column: name) : nil
    }

    private static func altered(_ action: inout SQLCursor, _ table: String) -> SchemaChange? {
        action.pass("column")
        guard let column = action.identifier() else { return nil }
        if action.take("type") || action.take("set", "data", "type") {
            return .changeType(table: table, column: column, to: type(action))
        }
        if action.take("set", "not", "null") { return .forbidNull(table: table, column: column) }
        if action.take("drop", "not", "null") { return .allowNull(table: table, column: column) }
        if action.take("set", "default") { return .setDefault(table: table, column: column) }
        if action.take("drop", "default") { return .dropDefault(table: table, column: column) }
        let isStored = action.take("set", "statistics") || action.take("set", "storage")
        return isStored ? .harmless("stores \(table).\(column) otherwise") : nil
    }

    private static func type(_ action: SQLCursor) -> String? {
        var rest = action
        let word = rest.identifier()
        return rest.next == .symbol(UInt8(ascii: "(")) ? word.map { "\($0)(…)" } : word
    }

    private static func renamed(_ action: inout SQLCursor, _ table: String) -> SchemaChange? {
        if action.take("to") { return .renameTable(table, to: action.identifier()) }
        if action.take("constraint") { return .harmless("renames a constraint of \(table)") }
        action.pass("column")
        guard let column = action.identifier(), action.take("to") else { return nil }
        return .renameColumn(table: table, column: column, to: action.identifier())
    }
}

/// A column's definition, behind its name.
enum SQLColumn {
    static func read(_ name: String, _ definition: SQLCursor) -> NewColumn {
        var column = NewColumn(name: name)
        let words = definition.openWords
        column.nullable = !definition.has("not", "null") && !definition.has("primary", "key")
        column.hasDefault =
            definition.has("default") && !definition.has("default", "null")
            || !["serial", "bigserial", "smallserial", "generated", "identity", "auto_increment", "autoincrement"]
                .filter(words.contains).isEmpty
        column.rules = [("unique", "UNIQUE"), ("primary", "PRIMARY KEY"), ("check", "CHECK"), ("exclude", "EXCLUDE")]
            .filter { words.contains($0.0) }.map(\.1)
        column.link = definition.links().first
        return column
    }
}
