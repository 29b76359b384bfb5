import RollbackCore
import RollbackMigrations

/// `ALTER COLUMN …`.
extension DownRewriting {
    mutating func alterColumn(_ altered: Altered, _ action: inout SQLCursor, _ text: String) throws {
        action.pass("column")
        guard let name = action.identifier() else { return run(text) }
        guard let column = lookup.part(.column, of: altered.table, name) else {
            throw missing("column \(altered.table.name).\(name)", altered.statement.line)
        }
        let head = "\(altered.head) ALTER COLUMN \(texts.quoted(column.name))"
        if action.take("type") || action.take("set", "data", "type") {
            return changeType(altered, column, &action, text)
        }
        if action.take("set", "not", "null") {
            let question =
                "SELECT count(*) FROM \(texts.place(altered.table)) WHERE \(texts.quoted(column.name)) IS NULL"
            find(
                .needsMerge, "\(column) must not be NULL again, and rows may be",
                LossProbe(column: column, statement: question))
            run(text, restore: "\(head) DROP NOT NULL")
        } else if action.take("drop", "not", "null") {
            run(text, restore: "\(head) SET NOT NULL")
        } else if action.take("set", "default") || action.take("drop", "default") {
            let old = lookup.facts[column]?["default"]
            run(text, restore: old.map { "\(head) SET DEFAULT \($0)" } ?? "\(head) DROP DEFAULT")
        } else {
            run(text)
        }
    }

    private mutating func changeType(
        _ altered: Altered, _ column: CatalogObject, _ action: inout SQLCursor, _ text: String
    ) {
        let (new, using) = Self.type(action, altered.statement)
        guard let old = lookup.facts[column]?["type"], !new.isEmpty else { return run(text) }
        let name = texts.quoted(column.name)
        if using != nil || !TypeWidening.keeps(old, as: new) {
            let changed = using.map { "((\($0))::\(new))" } ?? "(\(name)::\(new))"
            let question =
                "SELECT count(*) FROM \(texts.place(altered.table)) WHERE \(name) IS DISTINCT FROM (\(changed)::\(old))"
            find(
                .needsMerge, "values of \(column) may not fit \(new)", LossProbe(column: column, statement: question))
        }
        run(text, restore: "\(altered.head) ALTER COLUMN \(name) TYPE \(old) USING \(name)::\(old)")
        lookup.facts[column]?["type"] = new
    }

    /// `varchar(10) COLLATE … USING …`.
    private static func type(_ action: SQLCursor, _ statement: SQLStatement) -> (new: String, using: String?) {
        let end = action.rest.firstIndex { $0 == .word("using") || $0 == .word("collate") } ?? action.rest.endIndex
        let new = statement.text(of: action.rest.startIndex..<end)
        guard let using = action.rest.firstIndex(of: .word("using")) else { return (new, nil) }
        return (new, statement.text(of: (using + 1)..<action.rest.endIndex))
    }
}
