import RollbackMigrations

/// What a migration has made up to a point, under the names that it has there.
struct MadeObjects {
    private var tables: [String: Int] = [:]
    /// `table.column`.
    private var columns: [String: Int] = [:]

    /// With the line that made it: columns of new tables are not named.
    var objects: [(object: String, line: Int)] {
        (tables.map { ("table \($0.key)", $0.value) } + columns.map { ("column \($0.key)", $0.value) })
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    mutating func follow(_ placed: PlacedChange) {
        switch placed.change {
        case .makeTable(let name?, _, mayExist: false): tables[name] = placed.line
        case .addColumn(let table?, let column):
            if let name = column.name, !column.mayExist, tables[table] == nil {
                columns["\(table).\(name)"] = placed.line
            }
        case .dropTable(let name?): tables[name] = nil
        case .dropColumn(let table?, let column?): columns["\(table).\(column)"] = nil
        case .renameTable(let old?, let new?):
            if let line = tables.removeValue(forKey: old) { tables[new] = line }
        case .renameColumn(let table?, let old?, let new?):
            if let line = columns.removeValue(forKey: "\(table).\(old)") { columns["\(table).\(new)"] = line }
        default: break
        }
    }

    /// What is not named may be new.
    func has(_ table: String?) -> Bool { table.map { tables[$0] != nil } ?? true }

    func has(_ table: String?, _ column: String?) -> Bool {
        guard let table, let column else { return true }
        return tables[table] != nil || columns["\(table).\(column)"] != nil
    }
}

/// What a way back takes away.
struct DroppedObjects {
    private var names: Set<String> = []

    init(_ changes: [PlacedChange]) {
        for placed in changes {
            switch placed.change {
            case .dropTable(let table?): names.insert("table \(table)")
            case .dropColumn(let table?, let column?): names.insert("column \(table).\(column)")
            case .renameTable(let table?, _): names.insert("table \(table)")
            case .renameColumn(let table?, let column?, _): names.insert("column \(table).\(column)")
            default: break
            }
        }
    }

    func has(_ object: String) -> Bool {
        if names.contains(object) { return true }
        // A column goes with its table.
        guard object.hasPrefix("column "), let dot = object.lastIndex(of: ".") else { return false }
        return names.contains("table " + object[..<dot].dropFirst("column ".count))
    }
}

extension PlacedChange {
    /// Nothing that a way back would have to know of.
    var isNothing: Bool { if case .harmless = change { true } else { false } }

    /// A catalog shows it, and no row is concerned.
    var onlyAdds: Bool {
        switch change {
        case .makeTable, .addColumn, .makeIndex, .constrain: true
        default: false
        }
    }

    var isUnclear: Bool {
        switch change {
        case .other, .dropTable(nil), .dropColumn(table: nil, _), .dropColumn(_, column: nil): true
        default: false
        }
    }
}
