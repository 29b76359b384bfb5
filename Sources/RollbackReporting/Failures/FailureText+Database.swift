import RollbackCore

/// Failures of databases and their migrations.
extension FailureText {
    static func code(for failure: DatabaseFailure) -> String {
        switch failure {
        case .noneKnown: "no-database"
        case .several: "several-databases"
        case .unknownDatabase: "unknown-database"
        case .cannotConnect: "database-unreachable"
        case .libraryMissing: "library-missing"
        case .transactionPooler: "transaction-pooler"
        case .refused: "database-refused"
        case .busy: "database-busy"
        case .stale: "database-stale"
        case .unproved: "database-unproved"
        case .migration: "migration"
        case .ledger: "migration-ledger"
        case .irreversible: "irreversible-migration"
        case .needsMerge: "rows-need-merging"
        case .notParked: "nothing-parked"
        case .outcomeUnknown: "database-outcome-unknown"
        }
    }

    static func database(_ failure: DatabaseFailure) -> FailureMessage {
        switch failure {
        case .noneKnown, .several, .unknownDatabase, .cannotConnect, .libraryMissing, .transactionPooler:
            connection(failure)
        case .migration(let path, let line, let fault):
            FailureMessage(
                "\(path)\(line.map { ":\($0)" } ?? "") cannot be taken back: \(words(for: fault))",
                advice: advice(for: fault))
        case .ledger(let title, let fault):
            FailureMessage(
                "The migrations of \(title) cannot be followed: \(words(for: fault))", advice: advice(for: fault))
        case .irreversible(let versions):
            FailureMessage(
                "The schema cannot go back: \(versions.joined(separator: ", ")) destroyed what was there before",
                advice: otherLevels)
        case .needsMerge(let title, let reasons):
            FailureMessage(
                "The schema of \(title) cannot go back without somebody who says what becomes of its rows: "
                    + reasons.joined(separator: "; "),
                advice: otherLevels)
        default: transaction(failure)
        }
    }

    private static let otherLevels =
        "lastgood rollback --fast leaves the database as it is; lastgood rollback --manual goes on by hand"

    private static func connection(_ failure: DatabaseFailure) -> FailureMessage {
        switch failure {
        case .several(let names):
            FailureMessage(
                "The platform has several databases: \(names.joined(separator: ", "))", advice: "Name one of them")
        case .unknownDatabase(let name, let known):
            FailureMessage(
                "The platform has no database “\(name)”",
                expected: known.isEmpty ? nil : "Expected \(known.joined(separator: ", "))",
                advice: "lastgood database facts lists what is known")
        case .cannotConnect(let title, let why):
            FailureMessage(
                "The database \(title) cannot be reached: \(why)",
                advice: "lastgood rollback --fast needs no database; or see to it and run the same command again")
        case .libraryMissing(let name, let package):
            FailureMessage("\(name) is not installed here", advice: "Install it: apt-get install \(package)")
        case .transactionPooler(let title):
            FailureMessage(
                "\(title) is reached through a pooler that gives each transaction another session",
                expected: "Expected a direct connection or a session pooler (Supabase: port 5432, not 6543)",
                advice: "Name the direct address in the service's environment, then run the same command again")
        default:
            FailureMessage(
                "No database is known: no service's environment names one",
                advice: "Name it: DATABASE_URL in a service's environment")
        }
    }

    private static func transaction(_ failure: DatabaseFailure) -> FailureMessage {
        switch failure {
        case .refused(let title, let statement, let why):
            FailureMessage(
                "\(title) refused “\(statement)”: \(why)",
                advice: "Nothing was changed there: the transaction is undone")
        case .busy(let title, let attempts, let blockers):
            FailureMessage(
                "The tables of \(title) were in use at each of \(attempts) attempts: \(blockers.joined(separator: "; "))",
                advice: "Nothing was changed there. End what holds them, then run the same command again")
        case .stale(let title, let what):
            FailureMessage(
                "\(title) is not as it was when the plan was made: \(what)",
                advice: "Nothing was changed there. Make a new plan: lastgood plan --full")
        case .unproved(let title, let sentences):
            FailureMessage(
                "What \(title) would have become is not what it has to be: \(sentences.joined(separator: "; "))",
                advice: "Nothing was changed there: the transaction is undone")
        case .notParked(let run, let title):
            FailureMessage("Nothing of \(run) is parked in \(title)", advice: "lastgood database parked lists what is")
        case .outcomeUnknown(let title, let why):
            FailureMessage(
                "Whether \(title) was changed is not known: \(why)",
                advice: "When it answers again, lastgood resume asks it and goes on")
        default: FailureMessage("The database cannot be used")
        }
    }

    private static func words(for fault: MigrationFault) -> String {
        switch fault {
        case .missing(let version): "there is no file for version \(version)"
        case .edited: "it is not what it was when the release was recorded"
        case .severalHeads(let heads): "there are several heads: \(heads.joined(separator: ", "))"
        case .dirty(let version): "version \(version) is marked as half applied"
        case .endsTransaction(let statement): "“\(statement)” would end the transaction that keeps the rows"
        case .notTransactional(let statement): "“\(statement)” runs in no transaction"
        case .needsDatabase(let why): "it cannot be read without running it: \(why)"
        case .unreadable(let why): why
        case .unknownVersion(let version): "the database has version \(version), and no file has"
        }
    }

    private static func advice(for fault: MigrationFault) -> String {
        switch fault {
        case .missing, .unknownVersion:
            "Bring the release's migration files back, or go back without the schema: --fast"
        case .edited: "Bring back the file as the release had it"
        case .severalHeads: "Merge the heads, or go back without the schema: --fast"
        case .dirty: "See to the half-applied migration first, with its own tool"
        case .endsTransaction, .notTransactional, .needsDatabase, .unreadable:
            "Write a way back that runs in one transaction: lastgood database check says how"
        }
    }
}
