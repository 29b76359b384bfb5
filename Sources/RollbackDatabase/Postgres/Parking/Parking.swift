/// Parks columns and tables within a transaction: what it does and what takes that back are looked up when it is done,
/// because what was done before may have changed it.
struct Parking {
    let session: PostgresSession
    let run: Int
    /// Tables that are parked by the same plan: foreign keys between them stay.
    let tables: Set<TableName>
    /// Which action is being done.
    var action = 0
    private(set) var records: [ParkingRecord] = []
    /// Actions whose objects were dropped, and did not go with something else.
    private(set) var dropped: [Int] = []

    init(_ session: PostgresSession, run: Int, tables: Set<TableName>) {
        (self.session, self.run, self.tables) = (session, run, tables)
    }

    mutating func column(_ column: String, of table: TableName) throws {
        // A partition's went with its parent's.
        let object = CatalogObject(.column, schema: table.schema, table: table.name, name: column)
        guard try ObjectLookup(session: session).exists(object) else { return }
        add([try ColumnParking(session, run: run, table: table, column: column).perform()])
    }

    mutating func table(_ table: TableName) throws {
        add(try TableParking(session, run: run, table: table, together: tables).perform())
    }

    private mutating func add(_ parked: [ParkingRecord]) {
        for var record in parked {
            record.action = action
            records.append(record)
        }
    }

    /// Takes an object away that holds no rows. What parked ones still need, and a sequence's state, go out of the way.
    mutating func drop(_ object: CatalogObject, _ statement: String) throws {
        guard try ObjectLookup(session: session).exists(object) else { return }
        guard [.type, .function, .sequence].contains(object.kind) else {
            try session.run(statement)
            dropped.append(action)
            return
        }
        if object.kind != .sequence {
            try session.run("SAVEPOINT lastgood_drop")
            do {
                try session.run(statement)
                dropped.append(action)
                return
            } catch let error as PostgresError where error.state == "2BP01" {
                try session.run("ROLLBACK TO SAVEPOINT lastgood_drop")
            }
        }
        add([try ObjectParking(session: session, run: run).perform(object)])
    }
}
