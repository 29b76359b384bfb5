/// Why something cannot be done with a platform's database. Data only: names and the server's words, never an address
/// with a password.
package enum DatabaseFailure: Hashable, Sendable {
    /// No service and no variable says where it is.
    case noneKnown
    /// Several are known: which one is meant?
    case several([String])
    case unknownDatabase(String, known: [String])
    case cannotConnect(title: String, why: String)
    /// A library of the system, to be opened at run time, is not there.
    case libraryMissing(name: String, package: String)
    /// Each statement may reach another server process: sessions, locks and settings mean nothing there.
    case transactionPooler(title: String)
    /// The server refused a statement; nothing of the transaction remains.
    case refused(title: String, statement: String, why: String)
    /// Others held the tables for as long as it was worth waiting. `blockers` says who, a clause each.
    case busy(title: String, attempts: Int, blockers: [String])
    /// It is not as it was when the plan was made.
    case stale(title: String, what: String)
    /// What had to be true at the transaction's end was not; it was taken back. A sentence each.
    case unproved(title: String, [String])
    /// A migration's file cannot be followed.
    case migration(path: String, line: Int?, MigrationFault)
    /// The ledger of the migrations says something that no file explains.
    case ledger(title: String, MigrationFault)
    /// What a migration has destroyed is in no database any more. Versions.
    case irreversible([String])
    /// Rows would have to be brought into another form, and nobody has said how. A clause each.
    case needsMerge(title: String, [String])
    /// Nothing of this run is parked there.
    case notParked(run: RunID, title: String)
    /// The connection broke while the outcome was under way, and nobody can be asked.
    case outcomeUnknown(title: String, why: String)
}

/// What is wrong with migrations.
package enum MigrationFault: Hashable, Sendable {
    case missing(version: String)
    /// It is not what it was when the release was recorded.
    case edited
    case severalHeads([String])
    case dirty(version: String)
    /// `COMMIT` and the like: the transaction is not the script's.
    case endsTransaction(statement: String)
    /// The server runs it in no transaction, and nothing else does the same.
    case notTransactional(statement: String)
    /// It asks the database while it runs, or its system cannot print it.
    case needsDatabase(why: String)
    case unreadable(why: String)
    case unknownVersion(String)
}
