import GRDB
import RollbackCore

/// One transaction that brings back what a run's rollback has parked.
struct SQLiteRedo {
    let connection: SQLiteConnection
    let plan: SchemaPlan
    let run: RunID

    private var title: String { connection.title }

    func perform() throws -> SchemaEvidence {
        try connection.transaction { database in
            let began = ContinuousClock.now
            let records = try SQLiteRecords(database, run: run, plan: plan)
            guard let proved = try records.proved() else {
                throw Failure.database(.notParked(run: run, title: title))
            }
            guard proved.state == .rolledBack else { return (proved.evidence, commits: false) }
            try records.announce()
            var evidence = try change(database, records)
            evidence.locked = (ContinuousClock.now - began).seconds
            try records.forgetParkings()
            try records.vouch(.redone, evidence)
            return (evidence, commits: true)
        }
    }

    private func change(_ database: Database, _ records: SQLiteRecords) throws -> SchemaEvidence {
        let ledger = SQLiteLedger(database: database, title: title)
        try ledger.require(plan.ledgerAfter)
        let parkings = try records.parkings()
        let homes = Dictionary(
            parkings.map(\.object).filter { $0.object.kind == .table }.map { ($0.place.name, $0.object.name) }
        ) { first, _ in first }
        let tables = plan.locks.map(\.name) + homes.keys
        let proof = try SQLiteProof(
            database, title: title, tables: tables.map { TableName(schema: SQLiteFacts.schema, name: $0) })
        var evidence = SchemaEvidence(counts: proof.counts)
        var waiting = parkings
        let before = database.totalChangesCount
        for action in plan.actions.reversed() {
            evidence.warnings += try giveBack(action, database, &waiting)
        }
        let own = database.totalChangesCount - before
        evidence.proved = try proof.prove(
            places: homes, own: own, rowsMayChange: plan.actions.contains(where: \.mayChangeRows))
        let found = try SQLiteFacts.read(database)
        if found.digest == plan.before {
            evidence.proved.append("the catalog equals that before the rollback: \(found.objects.count) objects")
        } else {
            evidence.warnings.append("the schema is not to the letter what it was before the rollback")
        }
        try ledger.change(from: plan.ledgerAfter, to: plan.ledger)
        return evidence
    }

    /// - Returns: what a person should know.
    private func giveBack(
        _ action: SchemaAction, _ database: Database, _ waiting: inout [SQLiteRecords.Parking]
    ) throws -> [String] {
        switch action {
        case .parkColumn, .parkTable:
            guard let last = waiting.popLast() else {
                throw Failure.database(.notParked(run: run, title: title))
            }
            let parking = SQLiteParking(database: database, title: title, run: run, since: "", tables: [])
            return try parking.bringBack(last)
        case .drop(let object, _, let restore):
            do { try SQLiteRollback.execute(restore, database, title) } catch let error as DatabaseError {
                // Rows that were written meanwhile may not fit a unique index: the rows count more.
                return ["\(object) could not be made again: \(error.words): \(restore)"]
            }
            return []
        case .run(let statement, let restore):
            guard let restore else {
                return ["“\(statement)” cannot be taken back; the migration has to be run again"]
            }
            try SQLiteRollback.execute(restore, database, title)
            return []
        case .afterCommit(_, let restore):
            if let restore { try SQLiteRollback.execute(restore, database, title) }
            return []
        }
    }
}
