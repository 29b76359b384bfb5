import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// Tries statements on a clone of a database's schema, beside it and without its rows.
package struct PostgresRehearsal: Sendable {
    private let database: PostgresSchema
    private let processes: any ProcessRunning
    private let folder: String

    /// - Parameter folder: the user's own, closed to everybody else.
    package init(_ database: PostgresSchema, processes: any ProcessRunning, folder: String) {
        (self.database, self.processes, self.folder) = (database, processes, folder)
    }

    /// - Throws: `Failure.database` where no database may be made or a statement is refused; `Failure.commandMissing`,
    ///   `Failure.commandFailed` of `pg_dump` and `psql`.
    package func perform(_ statements: [String]) async throws -> SchemaRehearsal {
        let name = "lastgood_rehearsal_\(UInt64.random(in: 0...UInt64.max))"
        _ = try await database.work { try $0.run("CREATE DATABASE \(name) TEMPLATE template0") }
        do {
            try await copy(to: name)
            let rehearsal = try await rehearse(statements, name)
            try await drop(name)
            return rehearsal
        } catch {
            // What failed is what has to be told; a copy that stays has no rows, and a name that says what it is.
            try? await drop(name)
            throw error
        }
    }

    private func drop(_ name: String) async throws {
        _ = try await database.work { try $0.run("DROP DATABASE IF EXISTS \(name)") }
    }

    private func copy(to name: String) async throws {
        let (file, passwords) = ("\(folder)/\(name).sql", "\(folder)/\(name).passwords")
        defer { for path in [file, passwords] { try? FileManager.default.removeItem(atPath: path) } }
        var environment = ["LC_ALL": "C", "PGCONNECT_TIMEOUT": "5"]
        if let line = database.address.passwordLine {
            try AtomicFile.write(Data(line.utf8), to: passwords, durable: false)
            environment["PGPASSFILE"] = passwords
        }
        var clone = database.address
        clone.database = name
        let dump = [
            "pg_dump", "--no-password", "--schema-only", "--file=\(file)", "--dbname=\(database.address.connection)",
        ]
        // The clone has no publications to send, and its owner may be somebody else.
        let rules = ["--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions"]
        _ = try await processes.require(Command(dump + rules, environment: environment))
        let read = [
            "psql", "--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", "--file=\(file)",
            "--output=/dev/null", "--dbname=\(clone.connection)",
        ]
        _ = try await processes.require(Command(read, environment: environment))
    }

    private func rehearse(_ statements: [String], _ name: String) async throws -> SchemaRehearsal {
        var address = database.address
        address.database = name
        let clone = PostgresSchema(
            address, platform: database.platform, clock: database.clock, limits: database.limits)
        return try await clone.work { session in
            try session.run("BEGIN ISOLATION LEVEL READ COMMITTED")
            let facts = try CatalogReader.read(session)
            let mark = try AttemptGuard.mark(session)
            let before = try Accounts.read(session)
            for statement in statements {
                try session.run(statement)
                try AttemptGuard.require(mark, session, statement)
            }
            let after = try Accounts.read(session)
            let doubt = Doubt(before, after)
            let held = try TableLocks(session: session).held(among: before.tables.keys)
            let names = { (oids: [String]) in oids.compactMap { before.tables[$0]?.name }.sorted() }
            return SchemaRehearsal(
                before: facts, after: try CatalogReader.read(session), locks: names(held),
                rewritten: names(doubt.rewritten), dropped: names(doubt.droppedTables))
        }
    }
}
