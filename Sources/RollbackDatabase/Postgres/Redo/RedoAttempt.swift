import RollbackCore

/// One try at bringing back what a run has parked. Nothing here reads a row of the platform's tables.
struct RedoAttempt {
    let session: PostgresSession
    let plan: SchemaPlan
    let run: RunID
    let own: OwnTables

    func perform() throws -> SchemaEvidence {
        try session.run("BEGIN ISOLATION LEVEL READ COMMITTED")
        do {
            var (evidence, began) = try inTransaction()
            try AttemptGuard.commit(session)
            evidence.locked = (ContinuousClock.now - began).seconds
            return evidence
        } catch {
            _ = try? session.run("ROLLBACK")
            throw error
        }
    }

    private func inTransaction() throws -> (SchemaEvidence, ContinuousClock.Instant) {
        try AttemptGuard.takeTurn(session)
        guard let text = try own.verified(.back, run: run.number)?.kept else {
            throw Failure.database(.notParked(run: run, title: session.title))
        }
        let back = try OwnJSON.value(BackRecord.self, text)
        let mark = try AttemptGuard.mark(session)
        try own.begin(.forth, run: run.number)
        let rows = ParkedRows(session: session, platform: own.platform)
        let parked = try rows.all(run: run.number)
        let before = try CatalogReader.read(session)
        let locks = try TableLocks(session: session).wanted(plan, extra: Set(parked.compactMap(\.record.place.owner)))
        try wait(for: locks)
        let began = ContinuousClock.now
        if let trouble = try LedgerRows(session: session).trouble(plan.ledgerAfter) {
            throw Failure.database(.stale(title: session.title, what: trouble))
        }
        let start = try Accounts.read(session)
        try bringBack(parked.map(\.record), back, mark)
        _ = try LedgerRows(session: session).change(from: plan.ledgerAfter, to: plan.ledger, kept: back.goneRows)
        let accounting = Accounting(session.title, start, try Accounts.read(session), plan)
        try accounting.prove(session)
        let after = try CatalogReader.read(session)
        try prove(CatalogDifference(from: before, to: after), back.difference)
        var evidence = accounting.evidence
        evidence.proved.insert("everything that was parked is back: \(parked.count) objects", at: 0)
        try rows.markReturned(run: run.number)
        evidence.locked = (ContinuousClock.now - began).seconds
        try own.verify(.forth, run: run.number, evidence: try OwnJSON.text(evidence), kept: "{}")
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

    /// The plan's actions from the last to the first.
    private func bringBack(_ records: [ParkingRecord], _ back: BackRecord, _ mark: String) throws {
        for (number, action) in plan.actions.enumerated().reversed() {
            for record in records where record.action == number {
                for statement in record.restore { try session.run(statement) }
            }
            switch action {
            case .parkColumn, .parkTable: break
            case .drop(_, _, let restore): if back.dropped.contains(number) { try session.run(restore) }
            case .afterCommit(_, let restore): if let restore { try session.run(restore) }
            case .run(let statement, let restore):
                guard let restore else {
                    let short = PostgresError.short(statement)
                    throw Failure.database(
                        .unproved(title: session.title, ["nothing takes “\(short)” back but the migration itself"]))
                }
                try session.run(restore)
                try AttemptGuard.require(mark, session, restore)
            }
        }
    }

    /// The way forward is the way back, turned round. Definitions may still lack what reads every row.
    private func prove(_ forth: CatalogDifference, _ back: CatalogDifference) throws {
        let missing = Set(back.removed).subtracting(forth.added).sorted().map { "\($0) is not back" }
        let left = Set(back.added).subtracting(forth.removed).sorted().map { "\($0) is still there" }
        let new = Set(forth.added).subtracting(back.removed).sorted().map { "\($0) would be new" }
        let gone = Set(forth.removed).subtracting(back.added).sorted().map { "\($0) would be gone" }
        let touched = Set(back.changed.map(\.object))
        let other = forth.changed.filter { !touched.contains($0.object) }.map { "\($0.object) would change" }
        let trouble = missing + left + new + gone + other
        guard trouble.isEmpty else { throw Failure.database(.unproved(title: session.title, trouble)) }
    }
}
