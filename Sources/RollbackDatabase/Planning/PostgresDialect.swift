/// PostgreSQL's (its documentation, part VI). Definitions are those of `pg_get_indexdef` and its like.
package struct PostgresDialect: SchemaDialect {
    package let engine = "postgres"
    package init() {}

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
    private func quoted(_ table: TableName) -> String { "\(quoted(table.schema)).\(quoted(table.name))" }
    private func place(_ object: CatalogObject) -> String { "\(quoted(object.schema)).\(quoted(object.name))" }

    package func rename(_ column: String, of table: TableName, to name: String) -> String {
        "ALTER TABLE \(quoted(table)) RENAME COLUMN \(quoted(column)) TO \(quoted(name))"
    }

    package func rename(_ table: TableName, to name: String) -> String {
        "ALTER TABLE \(quoted(table)) RENAME TO \(quoted(name))"
    }

    package func drop(_ object: CatalogObject) -> String? {
        switch (object.kind, object.owner) {
        case (.index, _): "DROP INDEX \(place(object))"
        case (.view, _): "DROP VIEW \(place(object))"
        case (.constraint, let table?): "ALTER TABLE \(quoted(table)) DROP CONSTRAINT \(quoted(object.name))"
        case (.trigger, let table?): "DROP TRIGGER \(quoted(object.name)) ON \(quoted(table))"
        case (.policy, let table?): "DROP POLICY \(quoted(object.name)) ON \(quoted(table))"
        default: nil
        }
    }

    package func create(_ object: CatalogObject, _ definition: CatalogFacts.Definition) -> String? {
        guard let text = definition["definition"] else { return nil }
        switch (object.kind, object.owner) {
        case (.index, _), (.trigger, _): return text
        case (.view, _):
            // An ordinary one alone: what makes another again is more than its definition.
            guard definition["materialized"] != "yes" else { return nil }
            let options = definition["options"].map { " WITH (\($0))" } ?? ""
            return text.uppercased().hasPrefix("CREATE") ? text : "CREATE VIEW \(place(object))\(options) AS \(text)"
        case (.constraint, let table?):
            return "ALTER TABLE \(quoted(table)) ADD CONSTRAINT \(quoted(object.name)) \(text)"
        default: return nil
        }
    }

    package func alter(
        _ object: CatalogObject, from: CatalogFacts.Definition, to: CatalogFacts.Definition
    ) -> [String]? {
        guard object.kind == .column else {
            guard let drop = drop(object), let create = create(object, to) else { return nil }
            return [drop, create]
        }
        let changed = Set(from.keys).union(to.keys).filter { from[$0] != to[$0] }
        guard let table = object.owner, changed.isSubset(of: ["null", "default"]) else { return nil }
        let column = "ALTER TABLE \(quoted(table)) ALTER COLUMN \(quoted(object.name))"
        var statements: [String] = []
        if changed.contains("default") {
            statements.append(to["default"].map { "\(column) SET DEFAULT \($0)" } ?? "\(column) DROP DEFAULT")
        }
        if changed.contains("null") {
            statements.append("\(column) \(to["null"] == "no" ? "SET" : "DROP") NOT NULL")
        }
        return statements
    }
}
