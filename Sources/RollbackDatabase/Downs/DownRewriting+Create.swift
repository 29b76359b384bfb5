import RollbackMigrations

/// `CREATE …`: what the bad release's migration had dropped, and what it had made otherwise.
extension DownRewriting {
    mutating func create(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        cursor.pass("or", "replace", "temp", "temporary", "unlogged", "unique", "materialized")
        if cursor.take("table") { return createTable(&cursor, statement) }
        if cursor.take("index") { return createIndex(&cursor, statement) }
        if cursor.take("view") { return createView(&cursor, statement) }
        if cursor.take("function") || cursor.take("procedure") {
            let found = cursor.name().map { lookup.functions($0) } ?? []
            return run(statement.text, restore: found.count == 1 ? found.first.flatMap(texts.create) : nil)
        }
        if cursor.take("trigger") || cursor.take("constraint", "trigger") {
            return run(statement.text, restore: trigger(&cursor))
        }
        if cursor.take("type") || cursor.take("domain"), let name = cursor.name() {
            return run(statement.text, restore: "DROP TYPE \(shown(name))")
        }
        run(statement.text)
    }

    private func shown(_ name: String) -> String {
        name.split(separator: ".", maxSplits: 1).map { texts.quoted(String($0)) }.joined(separator: ".")
    }

    private mutating func createTable(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        let mayBeThere = cursor.take("if", "not", "exists")
        guard let name = cursor.name() else { return run(statement.text) }
        if mayBeThere, lookup.table(name) != nil { return }
        find(.irreversible, "table \(name) was dropped with its rows")
        run(statement.text, restore: "DROP TABLE \(shown(name))")
    }

    private mutating func createIndex(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        let isConcurrent = cursor.take("concurrently")
        let mayBeThere = cursor.take("if", "not", "exists")
        let name = cursor.next == .word("on") ? nil : cursor.name()
        if mayBeThere, let name, lookup.object([.index], name) != nil { return }
        if statement.tokens.contains(.word("unique")) {
            warnings.append("index \(name ?? "") is unique again, and rows written since have to be")
        }
        let restore = name.map { "DROP INDEX \(isConcurrent ? "CONCURRENTLY " : "")\(shown($0))" }
        if isConcurrent {
            actions.append(.afterCommit(statement: statement.text, restore: restore))
        } else {
            run(statement.text, restore: restore)
        }
    }

    private mutating func createView(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        cursor.pass("if", "not", "exists")
        guard let name = cursor.name() else { return run(statement.text) }
        // One that is replaced does not come back by one statement: the server lets columns only be added so.
        run(statement.text, restore: lookup.object([.view], name) == nil ? "DROP VIEW \(shown(name))" : nil)
    }

    private func trigger(_ cursor: inout SQLCursor) -> String? {
        cursor.pass("if", "not", "exists")
        guard let name = cursor.name() else { return nil }
        if lookup.dialect == .sqlite { return "DROP TRIGGER \(shown(name))" }
        guard let place = cursor.rest.firstIndex(of: .word("on")) else { return nil }
        var rest = SQLCursor(cursor.rest[(place + 1)...])
        return rest.name().map { "DROP TRIGGER \(shown(name)) ON \(shown($0))" }
    }
}
