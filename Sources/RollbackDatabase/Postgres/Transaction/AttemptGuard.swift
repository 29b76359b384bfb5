import RollbackCore

/// What keeps a transaction one: alone, never ended by a script, and kept only by the server's own word.
enum AttemptGuard {
    /// One change at a time in a database. The lock goes with the transaction, behind any pooler.
    static func takeTurn(_ session: PostgresSession) throws {
        // The two words are ours alone: “last”, “good” as ASCII.
        let got = try session.run("SELECT pg_catalog.pg_try_advisory_xact_lock(1818325876, 1735356260)").first
        guard got == "t" else { throw AttemptTrouble.busy(["another lastgood is changing this database"]) }
    }

    static func mark(_ session: PostgresSession) throws -> String {
        try session.run("SELECT pg_catalog.pg_current_xact_id()").first ?? ""
    }

    /// After a statement that is not ours: is it still the same transaction? `COMMIT AND CHAIN` begins another.
    static func require(_ mark: String, _ session: PostgresSession, _ statement: String) throws {
        if session.isInTransaction, try self.mark(session) == mark { return }
        let short = PostgresError.short(statement)
        throw Failure.database(.unproved(title: session.title, ["“\(short)” has ended the transaction"]))
    }

    static func commit(_ session: PostgresSession) throws {
        let answer: PostgresRows
        do {
            answer = try session.run("COMMIT")
        } catch let error as PostgresError where error.isLost || error.state.isEmpty {
            throw AttemptTrouble.unknown(error.message)
        }
        guard answer.command == "COMMIT" else {
            throw Failure.database(.unproved(title: session.title, ["the server could only undo the transaction"]))
        }
    }
}
