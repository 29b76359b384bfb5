import FoundationEssentials
import GRDB
import Glibc
import RollbackCore

/// One connection to a SQLite database that others use at the same time.
struct SQLiteConnection {
    let title: String
    private let queue: DatabaseQueue

    /// - Parameter writes: false: nothing can be changed through it.
    /// - Throws: `Failure.database` for a file that is not there: SQLite would make an empty one.
    init(path: String, title: String, writes: Bool) throws {
        self.title = title
        guard access(path, F_OK) == 0 else {
            throw Failure.database(.cannotConnect(title: title, why: "there is no file \(path)"))
        }
        var configuration = Configuration()
        // Before any BEGIN: within a transaction nothing can switch it (sqlite.org/pragma.html#pragma_foreign_keys).
        configuration.foreignKeysEnabled = true
        configuration.readonly = !writes
        configuration.busyMode = .timeout(1)
        // A transaction that is left open is ended here, not by a trap.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw Failure.database(.cannotConnect(title: title, why: error.words))
        }
    }

    func close() { try? queue.close() }

    /// Reads of one moment.
    func read<Answer>(_ body: (Database) throws -> Answer) throws -> Answer {
        try translated { try queue.read(body) }
    }

    static let attempts = 5

    /// One transaction that holds the write lock from its beginning. Whatever goes wrong, it is taken back: a COMMIT that
    /// fails leaves it open (sqlite.org/lang_transaction.html).
    /// - Parameter body: says whether it commits.
    func transaction<Answer>(_ body: (Database) throws -> (Answer, commits: Bool)) throws -> Answer {
        try translated {
            try queue.inDatabase { database in
                try patiently { try database.execute(sql: "BEGIN IMMEDIATE") }
                do {
                    let (answer, commits) = try body(database)
                    if commits {
                        // Readers of a database without a write-ahead log hold up its end.
                        try patiently { try database.execute(sql: "COMMIT") }
                    } else {
                        try database.execute(sql: "ROLLBACK")
                    }
                    return answer
                } catch {
                    if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        }
    }

    private func patiently(_ body: () throws -> Void) throws {
        for attempt in 1...Self.attempts {
            do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                if attempt == Self.attempts {
                    let who = "another process has been writing for over \(Self.attempts) s"
                    throw Failure.database(.busy(title: title, attempts: attempt, blockers: [who]))
                }
            }
        }
    }

    private func translated<Answer>(_ body: () throws -> Answer) throws -> Answer {
        do { return try body() } catch let error as DatabaseError {
            throw Failure.database(.refused(title: title, statement: error.sql ?? "", why: error.words))
        }
    }
}

extension DatabaseError {
    /// SQLite's own.
    var words: String { message ?? "\(resultCode)" }
}
