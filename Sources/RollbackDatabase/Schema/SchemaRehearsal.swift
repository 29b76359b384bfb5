/// What statements do to a schema, seen on a copy without rows.
package struct SchemaRehearsal: Hashable, Codable, Sendable {
    package var before: CatalogFacts
    package var after: CatalogFacts
    /// Tables that were locked against others.
    package var locks: [TableName]
    /// Tables whose rows would be written anew, or taken away.
    package var rewritten: [TableName]
    package var dropped: [TableName]
}
