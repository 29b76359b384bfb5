package import RollbackCore

/// One migration of a folder of SQL files.
struct SQLMigration: Hashable, Sendable {
    /// As the ledger names it.
    var version: String
    /// Of the way forward, from the top of the checkout.
    var path: String
    var down: Down?

    /// The text of a way back, with its place.
    struct Down: Hashable, Sendable {
        var path: String
        /// Of its first line in that file, from 1.
        var line: Int
        var text: String
    }
}

/// How one tool names its files, marks their ways, and writes down what it applied.
package protocol SQLMigrationLayout: Sendable {
    var name: String { get }
    var ledgerTable: TableName { get }
    var ledgerColumns: [String] { get }
    /// The file's version; nil: it is no migration.
    func version(of name: String) -> String?
    /// Nil: nobody wrote a way back.
    func down(_ path: String, in tree: MigrationTree) -> (path: String, line: Int, text: String)?
    /// What the ledger says was applied, in any order.
    /// - Parameter files: the versions that have files, in order.
    /// - Throws: `MigrationTrouble`.
    func applied(_ ledger: MigrationLedger, files: [String]) throws(MigrationTrouble) -> [String]
    /// The ledger when one version less is applied.
    /// - Parameter left: those that still are, in order.
    func ledger(_ ledger: MigrationLedger, without version: String, left: [String]) -> MigrationLedger
    /// The ledger of a database that has these and nothing else.
    func complete(_ versions: [String]) -> [[String: String?]]
}

extension SQLMigrationLayout {
    /// The usual: a row a version.
    package func applied(_ ledger: MigrationLedger, files: [String]) throws(MigrationTrouble) -> [String] {
        ledger.rows.compactMap { $0["version"] ?? nil }
    }

    package func ledger(_ ledger: MigrationLedger, without version: String, left: [String]) -> MigrationLedger {
        var after = ledger
        after.rows.removeAll { $0["version"] == version }
        return after
    }

    package func complete(_ versions: [String]) -> [[String: String?]] { versions.map { ["version": $0] } }

    /// The digits that a name begins with, and what follows them.
    func digits(_ name: String, then mark: String = "") -> String? {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty || !name.dropFirst(digits.count).hasPrefix(mark) ? nil : String(digits)
    }
}

/// What in a ledger cannot be followed.
package struct MigrationTrouble: Error, Hashable, Sendable {
    package var fault: MigrationFault
}
