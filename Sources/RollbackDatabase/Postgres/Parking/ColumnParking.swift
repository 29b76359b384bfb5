/// Parks one column: it gets a name of ours and keeps its values, and loses what would keep rows out that do not know it.
struct ColumnParking {
    private let session: PostgresSession
    private let run: Int
    private let table: TableName
    private let column: String
    private let facts: ColumnFacts
    private var record: ParkingRecord

    init(_ session: PostgresSession, run: Int, table: TableName, column: String) throws {
        (self.session, self.run, self.table, self.column) = (session, run, table, column)
        facts = try ColumnFacts(session, table: table, column: column)
        let place = PostgresNames.parked(column, run: run) { [facts] in facts.columns.contains($0) }
        record = ParkingRecord(
            CatalogObject(.column, schema: table.schema, table: table.name, name: column),
            at: CatalogObject(.column, schema: table.schema, table: table.name, name: place))
    }

    consuming func perform() throws -> ParkingRecord {
        // A partition's column comes and goes with its parent's; its indexes have names of their own.
        guard !facts.isInherited else {
            for index in facts.indexes { try rename(index.name) }
            return record
        }
        for constraint in facts.constraints { try park(constraint) }
        try parkIndexes()
        try dropRequirement()
        // The last to go is the first to come back: keys stand on rules.
        record.restore.reverse()
        let (old, new) = (PostgresNames.quoted(column), PostgresNames.quoted(record.place.name))
        try session.run("ALTER TABLE \(PostgresNames.quoted(table)) RENAME COLUMN \(old) TO \(new)")
        record.restore.insert("ALTER TABLE \(PostgresNames.quoted(table)) RENAME COLUMN \(new) TO \(old)", at: 0)
        return record
    }

    private mutating func park(_ constraint: ColumnFacts.Constraint) throws {
        let owner = PostgresNames.quoted(constraint.table)
        let name = PostgresNames.quoted(constraint.name)
        // Rows without a value are never equal, so the rule lets them in and can stay.
        if constraint.kind == "u", facts.isDistinctByDefault, !constraint.definition.contains("NULLS NOT DISTINCT") {
            let new = try PostgresNames.quoted(freeName(constraint.name))
            try session.run("ALTER TABLE \(owner) RENAME CONSTRAINT \(name) TO \(new)")
            record.restore.append("ALTER TABLE \(owner) RENAME CONSTRAINT \(new) TO \(name)")
            return
        }
        try session.run("ALTER TABLE \(owner) DROP CONSTRAINT \(name)")
        ConstraintRestoring.add(constraint, to: &record)
    }

    private mutating func parkIndexes() throws {
        for index in facts.indexes {
            let name = PostgresNames.quoted(TableName(schema: table.schema, name: index.name))
            if index.isUnique && (!facts.isDistinctByDefault || index.definition.contains("NULLS NOT DISTINCT")) {
                try session.run("DROP INDEX \(name)")
                record.restore.append(index.definition)
            } else {
                try rename(index.name)
            }
        }
    }

    private mutating func rename(_ index: String) throws {
        let new = try freeName(index)
        let (old, later) = (
            TableName(schema: table.schema, name: index), TableName(schema: table.schema, name: new)
        )
        try session.run("ALTER INDEX \(PostgresNames.quoted(old)) RENAME TO \(PostgresNames.quoted(new))")
        record.restore.append("ALTER INDEX \(PostgresNames.quoted(later)) RENAME TO \(PostgresNames.quoted(index))")
    }

    /// An identity column writes its own values and cannot do without.
    private mutating func dropRequirement() throws {
        guard facts.isRequired, !facts.isIdentity else { return }
        let name = PostgresNames.quoted(column)
        try session.run("ALTER TABLE \(PostgresNames.quoted(table)) ALTER COLUMN \(name) DROP NOT NULL")
        record.required = true
        record.fill = facts.fill
    }

    private func freeName(_ name: String) throws -> String {
        PostgresNames.parked(name, run: run) { taken in
            (try? ObjectLookup(session: session).exists(CatalogObject(.index, schema: table.schema, name: taken)))
                == true
        }
    }
}
