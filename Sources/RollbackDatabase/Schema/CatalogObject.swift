/// The name of one object of a database's catalog, as the catalog itself writes it: without quotes, in its own case.
package struct CatalogObject: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case schema, `extension`, type, sequence, function, table, column, constraint, index, view, trigger, policy
        case publication
    }

    package var kind: Kind
    /// `main` in SQLite; empty for what lies in no schema.
    package var schema: String
    /// What it belongs to: a column's, constraint's, index's, trigger's or policy's table; nil for what stands alone.
    package var table: String?
    /// A function's with the types of its arguments: overloads differ in nothing else.
    package var name: String

    package init(_ kind: Kind, schema: String, table: String? = nil, name: String) {
        self.kind = kind
        self.schema = schema
        self.table = table
        self.name = name
    }

    /// The table that it is or belongs to.
    package var owner: TableName? {
        kind == .table ? TableName(schema: schema, name: name) : table.map { TableName(schema: schema, name: $0) }
    }
}

extension CatalogObject: Comparable {
    package static func < (left: CatalogObject, right: CatalogObject) -> Bool { left.order < right.order }

    private var order: (String, String, String, String) { (kind.rawValue, schema, table ?? "", name) }
}

extension CatalogObject: CustomStringConvertible {
    /// `column users.tier`; schemas that nobody has to name are left out.
    package var description: String {
        let place = ["", "main", "public"].contains(schema) ? [] : [schema]
        return "\(kind.rawValue) \((place + [table, name].compactMap(\.self)).joined(separator: "."))"
    }
}

/// A table in its schema.
package struct TableName: Hashable, Codable, Comparable, Sendable {
    package var schema: String
    package var name: String

    package init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }

    /// The order in which tables are locked: everybody's the same, so that two never wait for each other.
    package static func < (left: TableName, right: TableName) -> Bool {
        (left.schema, left.name) < (right.schema, right.name)
    }
}
