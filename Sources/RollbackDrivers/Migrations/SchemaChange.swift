/// One thing that a migration does to a schema, whatever language it is written in. A name that the text does not
/// say is nil.
enum SchemaChange: Hashable {
    /// - Parameter mayExist: `IF NOT EXISTS`: it may have been there all along.
    case makeTable(String?, links: [ForeignLink], mayExist: Bool)
    case addColumn(table: String?, NewColumn)
    case dropTable(String?)
    case renameTable(String?, to: String?)
    case dropColumn(table: String?, column: String?)
    case renameColumn(table: String?, column: String?, to: String?)
    case changeType(table: String?, column: String?)
    case forbidNull(table: String?, column: String?)
    case allowNull(table: String?, column: String?)
    case setDefault(table: String?, column: String?)
    case dropDefault(table: String?, column: String?)
    case makeIndex(table: String?)
    /// A new rule for a table's rows: a key, a check, a policy.
    case constrain(table: String?, what: String)
    /// - Parameter columns: those that are written; nil: whole rows.
    case writeRows(table: String?, columns: [String]?)
    case harmless(String)
    /// Not understood, or without a certain meaning for older code.
    case other(String)
}

/// A column that comes new. What the text does not say for certain is nil.
struct NewColumn: Hashable {
    var name: String?
    var nullable: Bool?
    /// It has a value also in rows whose writer does not know it.
    var hasDefault: Bool?
    /// `UNIQUE`, `CHECK`: what rows have to meet.
    var rules: [String] = []
    var link: ForeignLink?
    /// `IF NOT EXISTS`: it may have been there all along.
    var mayExist = false
}

/// A foreign key.
struct ForeignLink: Hashable {
    /// The table that it refers to.
    var table: String?
    /// Rows that are referred to cannot be deleted.
    var holdsRows: Bool
}
