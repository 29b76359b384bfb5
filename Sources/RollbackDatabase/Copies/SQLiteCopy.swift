import GRDB

/// Copies a SQLite database that is in use, as of one moment.
package enum SQLiteCopy {
    /// By SQLite's online backup (sqlite.org/backup.html): writers go on, and the copy is whole.
    /// - Parameter target: a new file.
    /// - Throws: `DatabaseTrouble` with SQLite's own words.
    package static func copy(_ source: String, to target: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let from = try DatabaseQueue(path: source, configuration: configuration)
            let copy = try DatabaseQueue(path: target)
            try from.backup(to: copy)
            try copy.close()
            try from.close()
        } catch let error as DatabaseError {
            throw DatabaseTrouble(why: error.message ?? "\(error.resultCode)")
        }
    }
}

/// Why a database could not be read. Nothing but the snapshot's own part of it is missing then.
package struct DatabaseTrouble: Error, Hashable, Sendable {
    package let why: String
}
