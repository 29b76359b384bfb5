import RollbackMigrations

/// Finds what a statement names in a catalog, and takes out of it what a statement has taken away.
struct CatalogLookup {
    var facts: CatalogFacts
    let dialect: SQLDialect

    var usualSchema: String { dialect == .sqlite ? "main" : "public" }

    /// - Parameter name: as `SQLCursor.name` reads it: without quotes, `public.` left out, another schema in front.
    func table(_ name: String) -> TableName? {
        object([.table], name)?.owner
    }

    /// What stands alone, or is unique in its schema, under this name.
    func object(_ kinds: Set<CatalogObject.Kind>, _ name: String) -> CatalogObject? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        let found = facts.objects.keys.filter { kinds.contains($0.kind) }
        let here = found.filter { same($0.name, name) }.sorted()
        if let usual = here.first(where: { $0.schema == usualSchema }) ?? here.first { return usual }
        guard parts.count == 2 else { return nil }
        return found.first { same($0.schema, parts[0]) && same($0.name, parts[1]) }
    }

    func part(_ kind: CatalogObject.Kind, of table: TableName, _ name: String) -> CatalogObject? {
        facts.objects.keys.first { $0.kind == kind && $0.owner == table && same($0.name, name) }
    }

    /// Its overloads are told apart by the types in parentheses.
    func functions(_ name: String) -> [CatalogObject] {
        let bare = name.split(separator: ".").last.map(String.init) ?? name
        return facts.objects.keys.filter { $0.kind == .function && $0.name.prefix { $0 != "(" } == bare }.sorted()
    }

    mutating func remove(_ object: CatalogObject) {
        facts[object] = nil
        guard object.kind == .table, let table = object.owner else { return }
        for part in facts.parts(of: table) { facts[part] = nil }
    }

    mutating func rename(_ object: CatalogObject, to name: String) {
        var renamed = object
        renamed.name = name
        let definition = facts[object]
        if object.kind == .table, let table = object.owner {
            for part in facts.parts(of: table) {
                var moved = part
                moved.table = name
                (facts[moved], facts[part]) = (facts[part], nil)
            }
        }
        (facts[object], facts[renamed]) = (nil, definition)
    }

    /// What CASCADE would take along with a table or a column of it: views that name it, and other tables' keys.
    func dependents(of table: TableName, column: String? = nil) -> [CatalogObject] {
        facts.objects.filter { object, definition in
            guard object.owner != table, let text = definition["definition"] ?? keyText(object) else { return false }
            guard object.kind == .view || object.kind == .constraint && refersTo(table, text) else { return false }
            let names = Self.names(in: text, dialect)
            return names.contains(table.name) && column.map(names.contains) ?? true
        }.keys.sorted()
    }

    /// SQLite's foreign keys are named by what they say.
    private func keyText(_ object: CatalogObject) -> String? {
        object.kind == .constraint && object.name.contains("REFERENCES") ? object.name : nil
    }

    private func refersTo(_ table: TableName, _ text: String) -> Bool {
        let tokens = (try? SQLScript.read(text, as: dialect))?.first?.tokens ?? []
        guard let place = tokens.firstIndex(of: .word("references")) else { return false }
        var cursor = SQLCursor(tokens[(place + 1)...])
        return cursor.name().map { self.table($0) == table || $0 == table.name } ?? false
    }

    private static func names(in text: String, _ dialect: SQLDialect) -> Set<String> {
        let tokens = (try? SQLScript.read(text, as: dialect))?.flatMap(\.tokens) ?? []
        return Set(
            tokens.compactMap { token in
                switch token {
                case .word(let name), .quoted(let name): name
                default: nil
                }
            })
    }

    private func same(_ left: String, _ right: String) -> Bool {
        dialect == .sqlite ? left.lowercased() == right.lowercased() : left == right
    }
}
