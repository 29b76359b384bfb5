/// One thing that a migration does to a schema, whatever language it is written in. A name that the text does not
/// say is nil.
package enum SchemaChange: Hashable, Sendable {
    /// - Parameter mayExist: `IF NOT EXISTS`: it may have been there all along.
    case makeTable(String?, links: [ForeignLink], mayExist: Bool)
    case addColumn(table: String?, NewColumn)
    case dropTable(String?)
    case renameTable(String?, to: String?)
    case dropColumn(table: String?, column: String?)
    case renameColumn(table: String?, column: String?, to: String?)
    /// - Parameter to: the new type's first word, with `(…)` behind it where it has a size.
    case changeType(table: String?, column: String?, to: String?)
    case forbidNull(table: String?, column: String?)
    case allowNull(table: String?, column: String?)
    case setDefault(table: String?, column: String?)
    case dropDefault(table: String?, column: String?)
    case makeIndex(table: String?, name: String?)
    case dropIndex(String?)
    /// A new rule for a table's rows: a key, a check, a policy.
    case constrain(table: String?, what: String, name: String?)
    case dropConstraint(table: String?, name: String?)
    case dropView(String?)
    /// - Parameter columns: those that are written; nil: whole rows.
    case writeRows(table: String?, columns: [String]?)
    case deleteRows(table: String?)
    case harmless(String)
    /// Not understood, or without a certain meaning for older code.
    case other(String)
}

/// A change with its place in the file that it is read from.
package struct PlacedChange: Hashable, Sendable {
    /// From 1.
    package var line: Int
    package var change: SchemaChange
}

/// A column that comes new. What the text does not say for certain is nil.
package struct NewColumn: Hashable, Sendable {
    package var name: String?
    package var nullable: Bool?
    /// It has a value also in rows whose writer does not know it.
    package var hasDefault: Bool?
    /// `UNIQUE`, `CHECK`: what rows have to meet.
    package var rules: [String] = []
    package var link: ForeignLink?
    /// `IF NOT EXISTS`: it may have been there all along.
    package var mayExist = false
}

/// A foreign key.
package struct ForeignLink: Hashable, Sendable {
    /// The table that it refers to.
    package var table: String?
    /// Rows that are referred to cannot be deleted.
    package var holdsRows: Bool
}
