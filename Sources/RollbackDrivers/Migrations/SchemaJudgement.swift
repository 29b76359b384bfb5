import RollbackCore
import RollbackMigrations

/// What changes of a schema mean for code that was written before them. Remembers what has come since the target:
/// whatever happens to that is nothing to code that does not know it.
struct SchemaJudgement {
    struct Finding: Hashable {
        var fit: SchemaFit
        var text: String
    }

    private var tables: Set<String> = []
    /// `table.column`.
    private var columns: Set<String> = []

    mutating func judge(_ change: SchemaChange) -> Finding {
        switch change {
        case .makeTable(let name, let links, let mayExist): made(name, links, mayExist)
        case .addColumn(let table, let column): added(column, to: table)
        case .dropTable(let table): Self.loss("drops table \(shown(table))", known: table, isNew: isNew(table))
        case .renameTable(let table, let name): renamed(table, to: name)
        case .renameColumn(let table, let column, let name): renamed(column, of: table, to: name)
        case .dropColumn(let table, let column): loss("drops column", table, column)
        case .changeType(let table, let column, _): loss("changes the type of column", table, column)
        case .forbidNull(let table, let column): loss("forbids NULL in column", table, column)
        case .allowNull(let table, let column): doubt("allows NULL in column", table, column)
        case .dropDefault(let table, let column): doubt("takes the default from column", table, column)
        case .setDefault(let table, let column): Finding(.compatible, "gives a default to \(place(table, column))")
        case .makeIndex(let table, _): Finding(.compatible, "makes an index on \(shown(table))")
        case .dropIndex(let name): Finding(.unknown, "drops index \(name ?? "?"), which may have been unique")
        case .constrain(let table, let what, _): constrained(table, what)
        case .dropConstraint(let table, _): Finding(.unknown, "drops a constraint of \(table ?? "a table")")
        case .dropView(let name): Finding(.unknown, "drops view \(name ?? "?")")
        case .writeRows(let table, let columns): written(table, columns)
        case .deleteRows(let table): written(table, nil)
        case .harmless(let what): Finding(.compatible, what)
        case .other(let what): Finding(.unknown, what)
        }
    }

    private mutating func made(_ name: String?, _ links: [ForeignLink], _ mayExist: Bool) -> Finding {
        let holding = links.filter { $0.holdsRows && !isNew($0.table) && ($0.table == nil || $0.table != name) }
        if let name, !mayExist { tables.insert(name) }
        let text = "makes table \(shown(name))\(mayExist ? " unless it is there" : "")"
        return Self.held(holding, text) ?? Finding(.compatible, text)
    }

    private mutating func added(_ column: NewColumn, to table: String?) -> Finding {
        let text = "adds column \(place(table, column.name))"
        if isNew(table) { return Finding(.compatible, text) }
        if let table, let name = column.name, !column.mayExist { columns.insert("\(table).\(name)") }
        guard let nullable = column.nullable, let hasDefault = column.hasDefault else {
            return Finding(.unknown, "\(text), whose definition is not understood")
        }
        if !nullable, !hasDefault { return Finding(.breaking, "\(text), NOT NULL without a default") }
        // Rows that leave a column out have NULL there, which is not compared with other rows' NULL.
        let rules = column.rules.filter { $0 != "UNIQUE" || hasDefault }
        if !rules.isEmpty { return Finding(.unknown, "\(text) with \(rules.joined(separator: ", "))") }
        let holding = [column.link].compactMap(\.self).filter { $0.holdsRows && !isNew($0.table) }
        return Self.held(holding, text)
            ?? Finding(.compatible, "\(text), which \(nullable ? "may be NULL" : "has a default")")
    }

    private mutating func renamed(_ table: String?, to name: String?) -> Finding {
        let isNew = isNew(table)
        if isNew, let name { tables.insert(name) }
        return Self.loss("renames table \(shown(table)) to \(shown(name))", known: table, isNew: isNew)
    }

    private mutating func renamed(_ column: String?, of table: String?, to name: String?) -> Finding {
        let isNew = isNew(table, column)
        if isNew, let table, let name { columns.insert("\(table).\(name)") }
        return Self.loss(
            "renames column \(place(table, column)) to \(shown(name))", known: table.flatMap { _ in column },
            isNew: isNew)
    }

    private func constrained(_ table: String?, _ what: String) -> Finding {
        let text = "puts \(what) on \(shown(table))"
        return isNew(table)
            ? Finding(.compatible, text) : Finding(.unknown, "\(text), which may refuse older code's rows")
    }

    private func written(_ table: String?, _ written: [String]?) -> Finding {
        let areNew = written.map { names in names.allSatisfy { isNew(table, $0) } } ?? isNew(table)
        return Finding(areNew ? .compatible : .unknown, "writes rows of \(shown(table))")
    }

    private func loss(_ what: String, _ table: String?, _ column: String?) -> Finding {
        Self.loss(
            "\(what) \(place(table, column))", known: table.flatMap { _ in column }, isNew: isNew(table, column))
    }

    private func doubt(_ what: String, _ table: String?, _ column: String?) -> Finding {
        Finding(isNew(table, column) ? .compatible : .unknown, "\(what) \(place(table, column))")
    }

    /// What is not named may have come since the target.
    private static func loss(_ text: String, known: String?, isNew: Bool) -> Finding {
        Finding(isNew ? .compatible : known == nil ? .unknown : .breaking, text)
    }

    private static func held(_ links: [ForeignLink], _ text: String) -> Finding? {
        guard !links.isEmpty else { return nil }
        let held = links.map { $0.table ?? "a table" }.joined(separator: ", ")
        return Finding(.unknown, "\(text), which keeps rows of \(held) from being deleted")
    }

    private func isNew(_ table: String?) -> Bool { table.map(tables.contains) ?? false }

    private func isNew(_ table: String?, _ column: String?) -> Bool {
        guard let table, let column else { return isNew(table) }
        return tables.contains(table) || columns.contains("\(table).\(column)")
    }

    private func shown(_ name: String?) -> String { name ?? "of a computed name" }
    private func place(_ table: String?, _ column: String?) -> String { "\(table ?? "?").\(column ?? "?")" }
}

extension SchemaJudgement.Finding {
    init(_ fit: SchemaFit, _ text: String) {
        self.fit = fit
        self.text = text
    }
}
