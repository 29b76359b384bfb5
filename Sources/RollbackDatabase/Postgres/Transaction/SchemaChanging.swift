import RollbackCore

/// Makes a change happen once: tries again while others hold the tables or the server restarts, and asks when nobody said
/// whether it happened.
struct SchemaChanging {
    let database: PostgresSchema
    let change: SchemaChange
    let run: RunID

    typealias Attempt = @Sendable (PostgresSession, Set<TableName>) throws -> SchemaEvidence

    private enum Answer: Sendable {
        case done(SchemaEvidence)
        case busy([String])
        case moreLocks(Set<TableName>)
        case lost(String)
        case unknown(String)
    }

    func perform(_ attempt: @escaping Attempt) async throws -> SchemaEvidence {
        var (tries, extra) = (1, Set<TableName>())
        while true {
            let answer = try await answer(attempt, extra)
            var again: Failure
            switch answer {
            case .done(var evidence):
                evidence.attempts = tries
                return evidence
            case .moreLocks(let tables) where !tables.isSubset(of: extra):
                extra.formUnion(tables)
                continue
            case .moreLocks(let tables):
                let names = tables.sorted().map { "\($0.schema).\($0.name) is locked without need" }
                throw Failure.database(.unproved(title: database.address.database, names))
            case .unknown(let why):
                if let evidence = try await ask(why) { return evidence }
                again = .database(.cannotConnect(title: database.address.database, why: why))
            case .busy(let blockers):
                again = .database(
                    .busy(title: database.address.database, attempts: tries, blockers: blockers))
            case .lost(let why): again = .database(.cannotConnect(title: database.address.database, why: why))
            }
            guard tries < database.limits.attempts else { throw again }
            tries += 1
            try await database.clock.sleep(database.limits.pause)
        }
    }

    private func answer(_ attempt: @escaping Attempt, _ extra: Set<TableName>) async throws -> Answer {
        do {
            return .done(try await BlockingWork.run { [database] in try attempt(try database.open(), extra) })
        } catch AttemptTrouble.busy(let blockers) {
            return .busy(blockers)
        } catch AttemptTrouble.moreLocks(let tables) {
            return .moreLocks(tables)
        } catch AttemptTrouble.unknown(let why) {
            return .unknown(why)
        } catch let error as PostgresError where error.isBusy {
            return .busy([error.message])
        } catch let error as PostgresError where error.isLost || error.state.isEmpty || error.isRestart {
            return .lost(error.message)
        } catch let error as PostgresError {
            throw error.failure(database.address.database)
        }
    }

    /// Whoever has not heard how COMMIT ended asks for the verified row. The old server process may still be at it: it
    /// holds the turn until it ends.
    /// - Returns: nil: it did not happen.
    private func ask(_ why: String) async throws -> SchemaEvidence? {
        for _ in 0..<60 {
            try await database.clock.sleep(database.limits.pause)
            let answer = try? await BlockingWork.run { [database, change, run] in
                let session = try database.open()
                return try session.transaction { () throws -> String in
                    try AttemptGuard.takeTurn(session)
                    let own = OwnTables(session: session, platform: database.platform)
                    return try own.verified(change, run: run.number)?.evidence ?? ""
                }
            }
            guard let text = answer else { continue }
            return text.isEmpty ? nil : try OwnJSON.value(SchemaEvidence.self, text)
        }
        throw Failure.database(.outcomeUnknown(title: database.address.database, why: why))
    }
}
