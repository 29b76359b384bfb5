import FoundationEssentials
import RollbackCore

/// One try at taking a schema back: a session, a transaction, and what was seen in it. Everything is proved before COMMIT.
struct SchemaAttempt {
    let session: PostgresSession
    let plan: SchemaPlan
    let run: Int
    let own: OwnTables
    let dryRun: Bool
    /// Tables that an earlier try was seen to lock besides.
    let extra: Set<TableName>

    /// - Throws: `PostgresError`, `AttemptTrouble`, `Failure.database`; nothing of it remains then, unless the connection
    ///   broke while COMMIT was under way (`AttemptTrouble.unknown`).
    func perform() throws -> SchemaEvidence {
        try session.run("BEGIN ISOLATION LEVEL READ COMMITTED")
        do {
            let (evidence, began) = try inTransaction()
            return try end(evidence, began)
        } catch {
            _ = try? session.run("ROLLBACK")
            throw error
        }
    }

    private func inTransaction() throws -> (SchemaEvidence, ContinuousClock.Instant) {
        try AttemptGuard.takeTurn(session)
        try own.prepare()
        let mark = try AttemptGuard.mark(session)
        try own.begin(.back, run: run)
        let before = try CatalogReader.read(session)
        try require(before.digest == plan.before, "its schema has changed")
        let away = try ParkedPlaces.all(session)
        let locks = try TableLocks(session: session).wanted(plan, extra: extra)
        try wait(for: locks)
        let began = ContinuousClock.now
        if let trouble = try LedgerRows(session: session).trouble(plan.ledger) { try require(false, trouble) }
        var changes = SchemaChanges(session: session, plan: plan, run: run, mark: mark)
        let accounts = try changes.perform(locks: locks)
        let parking = changes.parking
        let after = try CatalogReader.read(session)
        var trouble = CatalogProof.trouble(after, plan, pending: true)
        trouble += try ParkedPlaces.missing(session, before: away, records: parking.records)
        guard trouble.isEmpty else { throw Failure.database(.unproved(title: session.title, trouble)) }
        var evidence = accounts.evidence
        evidence.proved.insert("catalog equals the known good one: \(after.objects.count) objects", at: 0)
        evidence.warnings += try ReplicationWarnings.read(session, plan)
        let back = BackRecord(
            goneRows: changes.goneRows, dropped: parking.dropped,
            difference: CatalogDifference(from: before, to: after))
        try write(&evidence, back, parking.records, began)
        return (evidence, began)
    }

    private func wait(for locks: [TableName]) throws {
        do {
            try TableLocks(session: session).take(locks)
        } catch let error as PostgresError where error.isBusy {
            _ = try session.run("ROLLBACK")
            throw AttemptTrouble.busy(try Blockers.named(session, holding: locks))
        }
    }

    private func write(
        _ evidence: inout SchemaEvidence, _ back: BackRecord, _ records: [ParkingRecord],
        _ began: ContinuousClock.Instant
    ) throws {
        let rows = ParkedRows(session: session, platform: own.platform)
        try rows.write(records, run: run)
        evidence.parked = try rows.all(run: run).map(\.parked)
        evidence.locked = (ContinuousClock.now - began).seconds
        guard !dryRun else { return }
        try own.verify(.back, run: run, evidence: try OwnJSON.text(evidence), kept: try OwnJSON.text(back))
    }

    private func end(_ evidence: SchemaEvidence, _ began: ContinuousClock.Instant) throws -> SchemaEvidence {
        var evidence = evidence
        if dryRun {
            try session.run("ROLLBACK")
        } else {
            try AttemptGuard.commit(session)
        }
        evidence.locked = (ContinuousClock.now - began).seconds
        return evidence
    }

    private func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw Failure.database(.stale(title: session.title, what: what)) }
    }
}

/// Why a try is made again, or has to be asked about.
enum AttemptTrouble: Error, Sendable {
    /// Who holds what was wanted.
    case busy([String])
    /// It locks more than its list says; with these it is tried again at once.
    case moreLocks(Set<TableName>)
    /// The connection broke while COMMIT was under way.
    case unknown(String)
}
