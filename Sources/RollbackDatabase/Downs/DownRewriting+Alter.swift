import RollbackCore
import RollbackMigrations

/// `ALTER TABLE …`: several actions, each a statement of its own.
extension DownRewriting {
    /// A table that is altered, and how the statement calls it.
    struct Altered {
        var table: TableName
        /// `ALTER TABLE ONLY users`.
        var head: String
        var statement: SQLStatement

        func object(_ column: String) -> CatalogObject {
            CatalogObject(.column, schema: table.schema, table: table.name, name: column)
        }
    }

    mutating func alterTable(_ cursor: inout SQLCursor, _ statement: SQLStatement) throws {
        let mayMiss = cursor.take("if", "exists")
        cursor.pass("only")
        let begin = cursor
        guard let name = cursor.name() else { return run(statement.text) }
        guard let table = lookup.table(name) else {
            // Views and indexes may be altered in the same words.
            if lookup.object([.view, .index, .sequence], name) != nil { return run(statement.text) }
            if mayMiss { return }
            throw missing("table \(name)", statement.line)
        }
        let head = "ALTER TABLE \(statement.text(of: begin.rest.startIndex..<cursor.rest.startIndex))"
        let altered = Altered(table: table, head: head, statement: statement)
        for part in cursor.parts() { try alter(altered, part) }
    }

    private mutating func alter(_ altered: Altered, _ part: SQLCursor) throws {
        var action = part
        let text = "\(altered.head) \(altered.statement.text(of: part.rest.startIndex..<part.rest.endIndex))"
        if action.take("drop", "constraint") { return try dropConstraint(altered, &action, text) }
        if action.take("drop") { return try dropColumn(altered, &action, text) }
        if action.take("add") { return add(altered, &action, text) }
        if action.take("alter") { return try alterColumn(altered, &action, text) }
        if action.take("rename") { return rename(altered, &action, text) }
        if action.take("set", "schema"), let schema = action.identifier() {
            let moved = TableName(schema: schema, name: altered.table.name)
            return run(
                text, restore: "ALTER TABLE \(texts.place(moved)) SET SCHEMA \(texts.quoted(altered.table.schema))")
        }
        run(text)
    }

    private mutating func dropConstraint(_ altered: Altered, _ action: inout SQLCursor, _ text: String) throws {
        let mayMiss = action.take("if", "exists")
        guard let name = action.identifier() else { return run(text) }
        guard let object = lookup.part(.constraint, of: altered.table, name) else {
            if mayMiss { return }
            throw missing("constraint \(name) of \(altered.table.name)", altered.statement.line)
        }
        remove(object, text)
    }

    private mutating func dropColumn(_ altered: Altered, _ action: inout SQLCursor, _ text: String) throws {
        action.pass("column")
        let mayMiss = action.take("if", "exists")
        guard let name = action.identifier() else { return run(text) }
        guard let column = lookup.part(.column, of: altered.table, name) else {
            if mayMiss { return }
            throw missing("column \(altered.table.name).\(name)", altered.statement.line)
        }
        if action.take("cascade") {
            dropDependents(lookup.dependents(of: altered.table, column: column.name), with: "\(column)")
        }
        actions.append(.parkColumn(table: altered.table, column: column.name))
        find(.parkable, "parks \(column)")
        lookup.remove(column)
    }

    private mutating func add(_ altered: Altered, _ action: inout SQLCursor, _ text: String) {
        let isColumn = action.take("column")
        let mayBeThere = action.take("if", "not", "exists")
        if !isColumn,
            ["constraint", "primary", "unique", "check", "foreign", "exclude"]
                .contains(where: { action.next == .word($0) })
        {
            let name = action.take("constraint") ? action.identifier() : nil
            warnings.append("\(altered.table.name) gets a rule back that rows written since have to meet")
            let restore = name.map { "\(altered.head) DROP CONSTRAINT \(texts.quoted($0))" }
            return run(text, restore: lookup.dialect == .postgres ? restore : nil)
        }
        guard let name = action.identifier() else { return run(text) }
        if mayBeThere, lookup.part(.column, of: altered.table, name) != nil { return }
        let isComputed = action.has("generated", "always", "as") && !action.has("as", "identity")
        let column = altered.object(name)
        if !isComputed { find(.irreversible, "\(column) was dropped with its values") }
        lookup.facts[column] = [:]
        run(text, restore: "\(altered.head) DROP COLUMN \(texts.quoted(name))")
    }

    private mutating func rename(_ altered: Altered, _ action: inout SQLCursor, _ text: String) {
        let table = CatalogObject(.table, schema: altered.table.schema, name: altered.table.name)
        if action.take("to"), let name = action.identifier() {
            let moved = texts.place(TableName(schema: table.schema, name: name))
            run(text, restore: "ALTER TABLE \(moved) RENAME TO \(texts.quoted(table.name))")
            return lookup.rename(table, to: name)
        }
        let kind: CatalogObject.Kind = action.take("constraint") ? .constraint : .column
        action.pass("column")
        guard let old = action.identifier(), action.take("to"), let new = action.identifier() else { return run(text) }
        let word = kind == .constraint ? "CONSTRAINT" : "COLUMN"
        run(text, restore: "\(altered.head) RENAME \(word) \(texts.quoted(new)) TO \(texts.quoted(old))")
        if let part = lookup.part(kind, of: altered.table, old) { lookup.rename(part, to: new) }
    }
}
