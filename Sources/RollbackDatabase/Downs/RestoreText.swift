import RollbackMigrations

/// Statements that make or take away an object of the catalog, out of the catalog's own words.
struct RestoreText {
    let facts: CatalogFacts
    let dialect: SQLDialect

    func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    func place(_ table: TableName) -> String {
        dialect == .sqlite ? quoted(table.name) : "\(quoted(table.schema)).\(quoted(table.name))"
    }

    private func place(_ object: CatalogObject) -> String {
        place(TableName(schema: object.schema, name: object.name))
    }

    /// Nil where no statement alone does it.
    func drop(_ object: CatalogObject) -> String? {
        switch (object.kind, object.owner) {
        case (.index, _): return "DROP INDEX \(place(object))"
        case (.view, _):
            return "DROP \(facts[object]?["materialized"] == "yes" ? "MATERIALIZED " : "")VIEW \(place(object))"
        case (.trigger, _) where dialect == .sqlite: return "DROP TRIGGER \(quoted(object.name))"
        case (.trigger, let table?): return "DROP TRIGGER \(quoted(object.name)) ON \(place(table))"
        case (.policy, let table?): return "DROP POLICY \(quoted(object.name)) ON \(place(table))"
        case (.constraint, let table?) where dialect == .postgres:
            return "ALTER TABLE \(place(table)) DROP CONSTRAINT \(quoted(object.name))"
        case (.type, _): return "DROP TYPE \(place(object))"
        default: return nil
        }
    }

    /// Nil where the catalog's words do not say how it is made.
    func create(_ object: CatalogObject) -> String? {
        guard let words = facts[object] else { return nil }
        let text = words["definition"] ?? ""
        switch (object.kind, object.owner) {
        case (.index, _), (.trigger, _), (.function, _): return text.isEmpty ? nil : text
        case (.view, _):
            if text.uppercased().hasPrefix("CREATE") { return text }
            let kind = words["materialized"] == "yes" ? "MATERIALIZED VIEW" : "VIEW"
            return "CREATE \(kind) \(place(object)) AS \(text)"
        case (.constraint, let table?) where dialect == .postgres:
            return "ALTER TABLE \(place(table)) ADD CONSTRAINT \(quoted(object.name)) \(text)"
        case (.policy, let table?): return policy(object, table, words)
        case (.type, _):
            switch words["form"] {
            case "enum": return "CREATE TYPE \(place(object)) AS ENUM (\(text))"
            case "domain": return "CREATE DOMAIN \(place(object)) AS \(text)"
            case "composite": return "CREATE TYPE \(place(object)) AS (\(text))"
            default: return nil
            }
        default: return nil
        }
    }

    private func policy(_ object: CatalogObject, _ table: TableName, _ words: CatalogFacts.Definition) -> String {
        let parts = [
            words["restrictive"] == "yes" ? "AS RESTRICTIVE" : nil,
            words["command"].map { "FOR \($0.uppercased())" },
            words["roles"].map { roles in
                let names = roles.split(separator: ", ").map { $0 == "public" ? "PUBLIC" : quoted(String($0)) }
                return "TO \(names.joined(separator: ", "))"
            },
            words["using"].map { "USING (\($0))" }, words["check"].map { "WITH CHECK (\($0))" },
        ]
        let rest = parts.compactMap(\.self).joined(separator: " ")
        return "CREATE POLICY \(quoted(object.name)) ON \(place(table)) \(rest)"
    }
}
