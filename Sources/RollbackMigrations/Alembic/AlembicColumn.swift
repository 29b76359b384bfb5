/// `sa.Column(…)` as SQLAlchemy's reference describes it.
enum AlembicColumn {
    /// What does not look like a column is one that nothing is known of.
    static func read(_ value: PythonValue) -> NewColumn {
        guard case .call(let call) = value, call.verb == "Column", !call.isOpen else { return NewColumn() }
        var column = NewColumn(name: call.argument(0, "name")?.text)
        let parts = call.positional.dropFirst().compactMap { if case .call(let part) = $0 { part } else { nil } }
        column.nullable = nullable(call)
        column.hasDefault = hasDefault(call, parts)
        column.rules = rules(call, parts)
        column.link = parts.compactMap(link).first
        return column
    }

    private static let parts: Set = [
        "Column", "PrimaryKeyConstraint", "UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint", "Index",
    ]

    /// The foreign keys of a table's part: of a column, or of a constraint of its own. Nil: not understood.
    static func links(_ part: PythonValue) -> [ForeignLink]? {
        guard case .call(let call) = part, !call.isOpen, parts.contains(call.verb) else { return nil }
        let inner = call.positional.compactMap { if case .call(let inner) = $0 { inner } else { nil } }
        return ([call] + inner).compactMap(link)
    }

    private static func nullable(_ call: PythonCall) -> Bool? {
        if let nullable = call.named("nullable") { return nullable.flag }
        return call.named("primary_key").map { $0.flag == false } ?? true
    }

    /// `default=` is the program's own: rows of another program do not get it.
    private static func hasDefault(_ call: PythonCall, _ parts: [PythonCall]) -> Bool? {
        if parts.contains(where: { ["Computed", "Identity", "FetchedValue"].contains($0.verb) }) { return true }
        guard let value = call.named("server_default") else { return false }
        return value != .name("None")
    }

    private static func rules(_ call: PythonCall, _ parts: [PythonCall]) -> [String] {
        let words = [("unique", "UNIQUE"), ("primary_key", "PRIMARY KEY")].compactMap { label, word in
            call.named(label).flatMap { $0.flag == false || $0 == .name("None") ? nil : word }
        }
        return words + (parts.contains { $0.verb == "CheckConstraint" } ? ["CHECK"] : [])
    }

    private static func link(_ call: PythonCall) -> ForeignLink? {
        let isConstraint = call.verb == "ForeignKeyConstraint"
        guard isConstraint || call.verb == "ForeignKey" else { return nil }
        let letsGo = call.named("ondelete")?.text.map { ["CASCADE", "SET NULL"].contains($0.uppercased()) } ?? false
        return ForeignLink(table: referred(call, isConstraint), holdsRows: !letsGo)
    }

    /// `"users.id"`, with a schema in front or not.
    private static func referred(_ call: PythonCall, _ isConstraint: Bool) -> String? {
        var value = call.positional.dropFirst(isConstraint ? 1 : 0).first
        if isConstraint, case .list(let columns)? = value { value = columns.first }
        guard let words = value?.text?.split(separator: "."), words.count > 1 else { return nil }
        let table = words.dropLast().joined(separator: ".")
        return table.hasPrefix("public.") ? String(table.dropFirst(7)) : table
    }
}
