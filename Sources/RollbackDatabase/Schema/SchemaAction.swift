/// One thing that takes a schema back. In place of what would lose rows stands what parks them.
package enum SchemaAction: Hashable, Codable, Sendable {
    /// The column gets a name of ours, and loses what would keep rows out that do not know it: NOT NULL, its own checks,
    /// foreign keys and unique rules. Its values stay where they are.
    case parkColumn(table: TableName, column: String)
    /// The table leaves the schema with all its rows, and its foreign keys on what stays are dropped.
    case parkTable(TableName)
    /// Takes away what holds no rows: an index, a constraint, a view, a trigger, a function.
    /// - Parameter restore: what makes it again, for the way back.
    case drop(CatalogObject, statement: String, restore: String)
    /// Another statement of a migration's own or of the generated way back, exactly one.
    /// - Parameter restore: what takes it back; nil: nothing does, and there is no way forward again but the migration.
    case run(statement: String, restore: String?)
    /// What the server does in no transaction (`CREATE INDEX CONCURRENTLY`); done after the commit, and again until it holds.
    case afterCommit(statement: String, restore: String?)

    package var touched: TableName? {
        switch self {
        case .parkColumn(let table, _), .parkTable(let table): table
        case .drop(let object, _, _): object.owner
        case .run, .afterCommit: nil
        }
    }
}
