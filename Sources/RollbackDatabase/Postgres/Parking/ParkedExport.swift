/// Statements about things that are parked.
enum ParkedExport {
    static func statement(_ session: PostgresSession, _ object: ParkedObject) throws -> String {
        let place = object.place
        let table = PostgresNames.quoted(place.owner ?? TableName(schema: place.schema, name: place.name))
        guard place.kind == .column else { return "COPY (SELECT * FROM \(table)) TO STDOUT WITH (FORMAT csv, HEADER)" }
        let keys = try session.run(
            """
            SELECT a.attname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_attribute a
              ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey::int2[])
            WHERE x.indisprimary AND x.indrelid = pg_catalog.to_regclass($1) ORDER BY a.attnum
            """, [table]
        ).rows.compactMap(\.first).compactMap(\.self)
        let names = keys.isEmpty ? "*" : keys.map(PostgresNames.quoted).joined(separator: ", ")
        let value = "\(PostgresNames.quoted(place.name)) AS \(PostgresNames.quoted(object.object.name))"
        return "COPY (SELECT \(names), \(value) FROM \(table)) TO STDOUT WITH (FORMAT csv, HEADER)"
    }

    /// Without CASCADE: what still depends on it is for a person to decide.
    static func dropping(_ place: CatalogObject) -> String {
        let name = PostgresNames.quoted(TableName(schema: place.schema, name: place.name))
        switch place.kind {
        case .column:
            let table = TableName(schema: place.schema, name: place.table ?? "")
            return "ALTER TABLE \(PostgresNames.quoted(table)) DROP COLUMN \(PostgresNames.quoted(place.name))"
        case .table: return "DROP TABLE \(name)"
        case .sequence: return "DROP SEQUENCE \(name)"
        case .function:
            let bare = place.name.prefix { $0 != "(" }
            let quoted = PostgresNames.quoted(TableName(schema: place.schema, name: String(bare)))
            return "DROP ROUTINE \(quoted)\(place.name.dropFirst(bare.count))"
        default: return "DROP TYPE \(name)"
        }
    }
}
