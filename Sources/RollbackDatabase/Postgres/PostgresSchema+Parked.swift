import RollbackCore

extension PostgresSchema {
    package func parked() async throws -> [ParkedObject] {
        try await work { [platform] in try ParkedRows(session: $0, platform: platform).all().map(\.parked) }
    }

    /// CSV with a line of names, as `COPY … FROM STDIN WITH (FORMAT csv, HEADER)` reads it. A column comes with its row's
    /// primary key, or where there is none with the whole row.
    package func export(_ object: ParkedObject, write: (String) throws -> Void) async throws {
        let title = address.database
        do {
            let session = try await BlockingWork.run { [self] in try open() }
            let statement = try await BlockingWork.run {
                // Reading many rows takes its time, and holds up nobody.
                try session.run("SELECT pg_catalog.set_config('statement_timeout', '0', false)")
                let statement = try ParkedExport.statement(session, object)
                try session.beginCopy(statement)
                return statement
            }
            while true {
                let next = try await BlockingWork.run { try session.nextCopied(statement, size: 1 << 20) }
                try write(next.text)
                if next.isLast { return }
            }
        } catch let error as PostgresError {
            throw error.failure(title)
        }
    }

    package func drop(_ object: ParkedObject) async throws {
        let change = SchemaChanging(database: self, change: .back, run: object.run)
        _ = try await change.perform { [platform] session, _ in
            try session.transaction {
                try AttemptGuard.takeTurn(session)
                let rows = ParkedRows(session: session, platform: platform)
                guard let row = try rows.all(run: object.run.number).first(where: { $0.record.place == object.place })
                else { throw Failure.database(.notParked(run: object.run, title: session.title)) }
                try session.run(ParkedExport.dropping(object.place))
                try rows.remove(row)
            }
            return SchemaEvidence()
        }
    }
}
