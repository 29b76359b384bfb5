package import RollbackCore

/// A PostgreSQL database whose schema can go back and forward.
///
/// Sessions of the platform's services keep running: after the change their prepared statements may fail once with
/// “cached plan must not change result type”, until they are restarted, which a rollback does.
package struct PostgresSchema: SchemaDatabase {
    let address: PostgresAddress
    /// Whose runs: two checkouts of a platform, or two machines, count theirs from one.
    let platform: String
    let limits: PostgresLimits
    let clock: any TimeKeeping

    package init(
        _ address: PostgresAddress, platform: String, clock: any TimeKeeping, limits: PostgresLimits = PostgresLimits()
    ) {
        (self.address, self.platform, self.clock, self.limits) = (address, platform, clock, limits)
    }

    package func facts() async throws -> CatalogFacts {
        try await work { session in try session.transaction { try CatalogReader.read(session) } }
    }

    package func ledger(of system: any MigrationSystem) async throws -> MigrationLedger {
        let (name, table, columns) = (system.name, system.ledgerTable, system.ledgerColumns)
        return try await work { session in
            let object = CatalogObject(.table, schema: table.schema, name: table.name)
            guard try ObjectLookup(session: session).exists(object) else {
                return MigrationLedger(system: name, table: nil, rows: [])
            }
            let rows = try LedgerRows.read(session, table, columns: columns)
            return MigrationLedger(system: name, table: table, rows: rows)
        }
    }

    package func state(of run: RunID) async throws -> SchemaRunState {
        try await work { session in try Self.state(session, platform, run) }
    }

    static func state(_ session: PostgresSession, _ platform: String, _ run: RunID) throws -> SchemaRunState {
        let own = OwnTables(session: session, platform: platform)
        if try own.verified(.forth, run: run.number) != nil { return .redone }
        return try own.verified(.back, run: run.number) == nil ? .untouched : .rolledBack
    }

    package func rollBack(_ plan: SchemaPlan, run: RunID, dryRun: Bool) async throws -> SchemaEvidence {
        if !dryRun, try await state(of: run) == .rolledBack, let evidence = try await evidence(.back, run) {
            try await AfterCommit(database: self).perform(plan, evidence)
            return evidence
        }
        let change = SchemaChanging(database: self, change: .back, run: run)
        let evidence = try await change.perform { [platform] session, extra in
            let own = OwnTables(session: session, platform: platform)
            return try SchemaAttempt(
                session: session, plan: plan, run: run.number, own: own, dryRun: dryRun, extra: extra
            ).perform()
        }
        if !dryRun { try await AfterCommit(database: self).perform(plan, evidence) }
        return evidence
    }

    /// - Returns: what was proved when the change happened; nil: it has not.
    func evidence(_ change: SchemaChange, _ run: RunID) async throws -> SchemaEvidence? {
        try await work { [platform] session in
            let own = OwnTables(session: session, platform: platform)
            return try own.verified(change, run: run.number).map {
                try OwnJSON.value(SchemaEvidence.self, $0.evidence)
            }
        }
    }

    /// Opens a session, does the work on a thread that may wait, and words what the server says.
    /// - Throws: `Failure.database`.
    func work<Value: Sendable>(_ body: @escaping @Sendable (PostgresSession) throws -> Value) async throws -> Value {
        do {
            return try await BlockingWork.run { try body(try open()) }
        } catch let error as PostgresError {
            throw error.failure(address.database)
        }
    }

    /// - Throws: `PostgresError`, `Failure.database`.
    func open() throws -> PostgresSession {
        let session = try PostgresSession(address, limits: limits)
        try PoolerCheck.require(session, address) { try PostgresSession(address, limits: limits) }
        return session
    }
}
