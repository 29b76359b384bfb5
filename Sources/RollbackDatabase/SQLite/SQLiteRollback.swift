import FoundationEssentials
import GRDB
import RollbackCore

/// One transaction that takes a schema back, with everything in it that has to be proved (page 4 of the design, "The
/// procedure").
struct SQLiteRollback {
    let connection: SQLiteConnection
    let plan: SchemaPlan
    let run: RunID
    let now: Date
    let dryRun: Bool

    private var title: String { connection.title }

    func perform() throws -> SchemaEvidence {
        try connection.transaction { database in
            let began = ContinuousClock.now
            let records = try SQLiteRecords(database, run: run, plan: plan)
            if let proved = try records.proved(), proved.state == .rolledBack {
                return (proved.evidence, commits: false)
            }
            try records.make()
            try records.announce()
            var evidence = try change(database, records)
            evidence.locked = (ContinuousClock.now - began).seconds
            guard !dryRun else { return (evidence, commits: false) }
            try records.vouch(.rolledBack, evidence)
            return (evidence, commits: true)
        }
    }

    private func change(_ database: Database, _ records: SQLiteRecords) throws -> SchemaEvidence {
        let ledger = SQLiteLedger(database: database, title: title)
        try ledger.require(plan.ledger)
        let facts = try SQLiteFacts.read(database)
        guard facts.digest == plan.before else {
            throw Failure.database(.stale(title: title, what: "its schema is another one"))
        }
        let violations = try Self.orphans(database)
        let proof = try SQLiteProof(database, title: title, tables: plan.locks)
        var parkings: [SQLiteRecords.Parking] = []
        for action in plan.actions { try take(action, database, &parkings) }
        let own = parkings.reduce(0) { $0 + ($1.opened == $1.before ? 0 : 1) }
        var evidence = SchemaEvidence(counts: proof.counts, parked: parkings.map(\.object))
        evidence.proved = try proof.prove(
            places: places(parkings), own: own, rowsMayChange: plan.actions.contains(where: \.mayChangeRows))
        evidence.proved += try proveFacts(database)
        guard try Self.orphans(database).isSubset(of: violations) else {
            throw Failure.database(.unproved(title: title, ["rows would refer to rows that are not there"]))
        }
        try ledger.change(from: plan.ledger, to: plan.ledgerAfter)
        try ledger.require(plan.ledgerAfter)
        try records.keep(parkings)
        return evidence
    }

    private func take(
        _ action: SchemaAction, _ database: Database, _ parkings: inout [SQLiteRecords.Parking]
    ) throws {
        let parking = SQLiteParking(
            database: database, title: title, run: run, since: now.formatted(.iso8601), tables: parkedTables)
        switch action {
        case .parkColumn(let table, let column): parkings.append(try parking.park(column, of: table))
        case .parkTable(let table): parkings.append(try parking.park(table))
        case .drop(_, let statement, _), .run(let statement, _), .afterCommit(let statement, _):
            try Self.execute(statement, database, title)
        }
    }

    private var parkedTables: Set<String> {
        Set(plan.actions.compactMap { if case .parkTable(let table) = $0 { table.name } else { nil } })
    }

    private func places(_ parkings: [SQLiteRecords.Parking]) -> [String: String] {
        let moved = parkings.map(\.object).filter { $0.object.kind == .table }
        return Dictionary(moved.map { ($0.object.name, $0.place.name) }) { first, _ in first }
    }

    /// A statement of somebody else's must not end the transaction. The guard would catch a COMMIT; this says so.
    static func execute(_ statement: String, _ database: Database, _ title: String) throws {
        try database.execute(sql: statement)
        guard database.isInsideTransaction else {
            throw Failure.database(.unproved(title: title, ["“\(statement)” has ended the transaction"]))
        }
    }

    private func proveFacts(_ database: Database) throws -> [String] {
        var wanted = plan.after
        let found = try SQLiteFacts.read(database)
        for object in plan.residue { wanted[object] = found[object] }
        let difference = CatalogDifference(from: wanted, to: found)
        guard difference.isEmpty else {
            throw Failure.database(
                .unproved(title: title, difference.sentences.map { "\($0), unlike the known good schema" }))
        }
        return ["the catalog equals the known good one: \(found.objects.count) objects"]
    }

    /// Rows that refer to rows which are not there, by their tables. What was wrong before stays the platform's.
    static func orphans(_ database: Database) throws -> Set<String> {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        guard pages <= 1 << 14 else { return [] }
        let rows = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        return Set(rows.map { "\($0["table"] as String) \($0["rowid"] as Int64? ?? 0) \($0["parent"] as String)" })
    }
}

extension SchemaAction {
    /// A statement of somebody else's may write rows, or make a table anew.
    var mayChangeRows: Bool {
        guard case .run(let statement, _) = self else { return false }
        let words = SQLTokens(statement).tokens.map { $0.value.uppercased() }
        return !(words.prefix(2) == ["ALTER", "TABLE"] && words.contains("RENAME"))
            && !(words.first == "CREATE" && ["INDEX", "UNIQUE", "VIEW", "TRIGGER"].contains(words.dropFirst().first))
    }
}
