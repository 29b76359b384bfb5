/// Moves one table with all its rows, its partitions and what belongs to it out of the schema.
struct TableParking {
    private let session: PostgresSession
    private let run: Int
    private let table: TableName
    private let together: Set<TableName>

    /// - Parameter together: the tables that the same plan parks.
    init(_ session: PostgresSession, run: Int, table: TableName, together: Set<TableName>) {
        (self.session, self.run, self.table, self.together) = (session, run, table, together)
    }

    /// - Returns: one record a table; none: it is gone with its parent already.
    func perform() throws -> [ParkingRecord] {
        let path = try SearchPath.own(session)
        defer { _ = try? path.restore(session) }
        let named = [table.schema, table.name]
        guard let kind = try session.run(Self.kindQuery, named).first else { return [] }
        let keys = try session.run(Self.keyQuery, named).rows.map(Key.init)
        let members = try kind == "p" ? session.run(Self.partitionQuery, named).rows.map(Self.name) : []
        var records = try [park(table, keys: keys.filter { !$0.isAmong(together) })]
        for member in members { records.append(try park(member, keys: [])) }
        return records
    }

    private func park(_ table: TableName, keys: [Key]) throws -> ParkingRecord {
        var record = ParkingRecord(
            CatalogObject(.table, schema: table.schema, name: table.name),
            at: CatalogObject(.table, schema: PostgresNames.parked, name: table.name))
        for key in keys { try drop(key, &record) }
        try makeRoom(in: table, &record)
        let taken = try exists(table.name)
        let place = taken ? PostgresNames.parked(table.name, run: run) { (try? exists($0)) == true } : table.name
        record.place.name = place
        let there = TableName(schema: PostgresNames.parked, name: place)
        try move(from: table, to: there, &record)
        return record
    }

    private func move(from table: TableName, to there: TableName, _ record: inout ParkingRecord) throws {
        let between = TableName(schema: table.schema, name: there.name)
        var back = ["ALTER TABLE \(PostgresNames.quoted(there)) SET SCHEMA \(PostgresNames.quoted(table.schema))"]
        if there.name != table.name {
            try session.run(
                "ALTER TABLE \(PostgresNames.quoted(table)) RENAME TO \(PostgresNames.quoted(there.name))")
            back.append("ALTER TABLE \(PostgresNames.quoted(between)) RENAME TO \(PostgresNames.quoted(table.name))")
        }
        try session.run(
            "ALTER TABLE \(PostgresNames.quoted(between)) SET SCHEMA \(PostgresNames.quoted(there.schema))")
        record.restore = back + record.restore
    }

    /// A parked child's key keeps rows of its parent from being deleted; a key on a parked parent keeps rows out.
    private func drop(_ key: Key, _ record: inout ParkingRecord) throws {
        let constraint = key.constraint
        try session.run(
            "ALTER TABLE \(PostgresNames.quoted(constraint.table)) DROP CONSTRAINT \(PostgresNames.quoted(constraint.name))"
        )
        ConstraintRestoring.add(constraint, to: &record)
    }

    /// Its indexes and sequences move along, and one of an earlier run may have such a name.
    private func makeRoom(in table: TableName, _ record: inout ParkingRecord) throws {
        for row in try session.run(Self.companionQuery, [table.schema, table.name]).rows {
            let (name, word) = (row[0] ?? "", row[1] == "S" ? "SEQUENCE" : "INDEX")
            guard try exists(name) else { continue }
            let new = PostgresNames.parked(name, run: run) { (try? exists($0)) == true }
            let (old, later) = (
                TableName(schema: table.schema, name: name), TableName(schema: table.schema, name: new)
            )
            try session.run("ALTER \(word) \(PostgresNames.quoted(old)) RENAME TO \(PostgresNames.quoted(new))")
            record.restore.append(
                "ALTER \(word) \(PostgresNames.quoted(later)) RENAME TO \(PostgresNames.quoted(name))")
        }
    }

    private func exists(_ name: String) throws -> Bool {
        try ObjectLookup(session: session).exists(CatalogObject(.table, schema: PostgresNames.parked, name: name))
    }

    private static func name(_ row: [String?]) -> TableName { TableName(schema: row[0] ?? "", name: row[1] ?? "") }

    private static let relation = """
        pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1 AND c.relname = $2
        """
    private static let kindQuery = "SELECT c.relkind FROM \(relation)"
    private static let partitionQuery = """
        SELECT m.nspname, p.relname FROM \(relation) CROSS JOIN pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid
        JOIN pg_namespace m ON m.oid = p.relnamespace WHERE t.level > 0 ORDER BY t.level, p.relname
        """
    private static let companionQuery = """
        SELECT i.relname, i.relkind FROM \(relation) JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
        UNION ALL
        SELECT s.relname, s.relkind FROM \(relation) JOIN pg_depend d ON d.refobjid = c.oid AND d.deptype IN ('a', 'i')
          AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        """
    private static let keyQuery = """
        SELECT k.conname, k.contype, kn.nspname, kc.relname, pg_get_constraintdef(k.oid), kc.relkind, fn.nspname, fc.relname
        FROM \(relation) JOIN pg_constraint k ON c.oid IN (k.conrelid, k.confrelid)
        JOIN pg_class kc ON kc.oid = k.conrelid JOIN pg_namespace kn ON kn.oid = kc.relnamespace
        JOIN pg_class fc ON fc.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.conname
        """

    /// A foreign key with both its ends.
    private struct Key {
        let constraint: ColumnFacts.Constraint
        let target: TableName

        init(_ row: [String?]) {
            constraint = ColumnFacts.Constraint(row)
            target = TableName(schema: row[6] ?? "", name: row[7] ?? "")
        }

        /// One end may be parked already.
        func isAmong(_ tables: Set<TableName>) -> Bool {
            [constraint.table, target].allSatisfy { $0.schema == PostgresNames.parked || tables.contains($0) }
        }
    }
}
