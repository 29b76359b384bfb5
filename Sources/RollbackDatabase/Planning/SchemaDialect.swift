/// How one engine says what a generated way back does. Pure: statements are data until the engine runs them.
package protocol SchemaDialect: Sendable {
    /// `sqlite`, `postgres`.
    var engine: String { get }
    func rename(_ column: String, of table: TableName, to name: String) -> String
    func rename(_ table: TableName, to name: String) -> String
    /// - Returns: nil where a statement alone does not take such a thing away.
    func drop(_ object: CatalogObject) -> String?
    /// - Returns: nil where a definition does not say how it is made.
    func create(_ object: CatalogObject, _ definition: CatalogFacts.Definition) -> String?
    /// What makes an object that is in both catalogs be as the second one says.
    /// - Returns: nil where it cannot be done without looking at rows.
    func alter(_ object: CatalogObject, from: CatalogFacts.Definition, to: CatalogFacts.Definition) -> [String]?
}

/// SQLite's (sqlite.org/lang.html).
package struct SQLiteDialect: SchemaDialect {
    package let engine = "sqlite"
    package init() {}

    package func rename(_ column: String, of table: TableName, to name: String) -> String {
        "ALTER TABLE \(SQLiteName.quoted(table.name)) RENAME COLUMN \(SQLiteName.quoted(column)) TO "
            + SQLiteName.quoted(name)
    }

    package func rename(_ table: TableName, to name: String) -> String { SQLiteParking.rename(table.name, to: name) }

    package func drop(_ object: CatalogObject) -> String? {
        switch object.kind {
        case .index: "DROP INDEX \(SQLiteName.quoted(object.name))"
        case .view: "DROP VIEW \(SQLiteName.quoted(object.name))"
        case .trigger: "DROP TRIGGER \(SQLiteName.quoted(object.name))"
        default: nil
        }
    }

    /// The catalog holds the statement itself.
    package func create(_ object: CatalogObject, _ definition: CatalogFacts.Definition) -> String? {
        [.index, .view, .trigger].contains(object.kind) ? definition["definition"] : nil
    }

    package func alter(
        _ object: CatalogObject, from: CatalogFacts.Definition, to: CatalogFacts.Definition
    ) -> [String]? {
        guard let drop = drop(object), let create = create(object, to) else { return nil }
        return [drop, create]
    }
}
