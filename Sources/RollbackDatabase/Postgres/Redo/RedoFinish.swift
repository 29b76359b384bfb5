import RollbackCore

/// What reads every row, after what was parked is back and in use: values for rows that were written meanwhile, what must
/// not be empty, keys that must point somewhere. Each in a transaction of its own; whatever is left is done the next time.
struct RedoFinish {
    let database: PostgresSchema
    let run: RunID

    /// - Returns: what a person should know, a sentence each.
    func perform() async throws -> [String] {
        let rows = try await database.work { [database, run] session in
            try ParkedRows(session: session, platform: database.platform).all(run: run.number, returned: true)
        }
        var warnings: [String] = []
        for row in rows where !row.isFinished {
            if row.record.required { warnings += try await require(row) }
            for statement in row.record.finish { warnings += try await validate(statement) }
            try await database.work { [database] session in
                try ParkedRows(session: session, platform: database.platform).markFinished(row)
            }
        }
        return warnings
    }

    private func require(_ row: ParkedRows.Row) async throws -> [String] {
        let column = RequiredColumn(row.record, position: row.position, run: run.number)
        var filled = 0
        while true {
            let some = try await patiently { try column.fillSome($0) }
            filled += some
            if some == 0 { break }
        }
        let empty = try await patiently { try column.count($0) }
        var warnings: [String] = []
        let name = "\(row.record.object.table ?? "").\(row.record.object.name)"
        if filled > 0 { warnings.append("\(filled) rows that were written meanwhile got \(column.fill) in \(name)") }
        guard empty == 0 else {
            return warnings + [
                "\(empty) rows that were written meanwhile have no value in \(name), which had to have one: "
                    + "fill them, then ALTER TABLE … ALTER COLUMN … SET NOT NULL"
            ]
        }
        for statement in column.requirement { try await patiently { _ = try $0.run(statement) } }
        return warnings
    }

    private func validate(_ statement: String) async throws -> [String] {
        let trouble = try await patiently { session -> String? in
            do {
                try session.run(statement)
                return nil
            } catch let error as PostgresError where error.state.hasPrefix("23") {
                return error.message
            }
        }
        guard let trouble else { return [] }
        let orphans = try await database.work { try Orphans.sentence($0, validating: statement) }
        return [orphans ?? "“\(statement)” did not hold: \(trouble)"]
    }

    /// Others may hold a table for a moment.
    private func patiently<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        for _ in 1..<database.limits.attempts {
            do {
                return try await BlockingWork.run { [database] in try work(try database.open()) }
            } catch let error as PostgresError where error.isBusy || error.isLost || error.isRestart {
                try await database.clock.sleep(database.limits.pause)
            } catch let error as PostgresError {
                throw error.failure(database.address.database)
            }
        }
        return try await database.work(work)
    }
}
