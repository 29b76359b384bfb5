import RollbackCore

/// What the server does in no transaction. It can be done again until it holds: an index that was interrupted stays behind
/// as invalid, and goes first.
struct AfterCommit {
    let database: PostgresSchema

    func perform(_ plan: SchemaPlan, _ evidence: SchemaEvidence) async throws {
        for action in plan.actions {
            guard case .afterCommit(let statement, _) = action else { continue }
            try await perform(statement)
        }
    }

    private func perform(_ statement: String) async throws {
        var failure: PostgresError?
        for attempt in 1...database.limits.attempts {
            if attempt > 1 { try await database.clock.sleep(database.limits.pause) }
            failure = try await BlockingWork.run { [database] in
                let session = try database.open()
                do {
                    try once(statement, session)
                    return nil
                } catch let error as PostgresError {
                    return error
                }
            }
            guard let failure, failure.isBusy || failure.isLost || failure.state == "40001" else { break }
        }
        if let failure { throw failure.failure(database.address.database) }
    }

    private func once(_ statement: String, _ session: PostgresSession) throws {
        // It waits for every transaction that is older, and that is no lock.
        try session.run("SELECT pg_catalog.set_config('statement_timeout', '0', false)")
        try session.run("SELECT pg_catalog.set_config('lock_timeout', '0', false)")
        let before = try invalid(session)
        do {
            try session.run(statement)
        } catch let error as PostgresError where error.state == "42P07" {
            // There already: made by an earlier try, whole or not.
            for name in before where statement.contains(name.name) {
                try session.run("DROP INDEX \(PostgresNames.quoted(name))")
                try session.run(statement)
            }
        } catch {
            for name in try invalid(session) where !before.contains(name) {
                try session.run("DROP INDEX \(PostgresNames.quoted(name))")
            }
            throw error
        }
        let left = try invalid(session).filter { !before.contains($0) }
        guard left.isEmpty else {
            throw PostgresError(statement: statement, state: "P0001", message: "the index is not valid")
        }
    }

    private func invalid(_ session: PostgresSession) throws -> [TableName] {
        try session.run(
            """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT x.indisvalid AND n.nspname !~ '^pg_' ORDER BY 1, 2
            """
        ).rows.map { TableName(schema: $0[0] ?? "", name: $0[1] ?? "") }
    }
}
