/// What makes a project's schema out of files, and writes down in the database which of them were applied. One
/// conformance a system.
package protocol MigrationSystem: Sendable {
    /// `alembic`, `dbmate`, `golang-migrate`, `goose`, `supabase`, `sql`.
    var name: String { get }
    /// The ledger's table, in the schema that the system uses.
    var ledgerTable: TableName { get }
    /// Its columns that say what was applied, in the order of the table's.
    var ledgerColumns: [String] { get }

    /// What a release's files lead to.
    /// - Throws: `Failure.database` for files that cannot be told apart.
    func files(of tree: MigrationTree) throws -> MigrationFiles

    /// What takes the database back from one state of the ledger to the state that the good release's files end in,
    /// newest first, with the live release's files: the good ones do not contain them.
    /// - Throws: `Failure.database` for what cannot be taken back by files: several heads, a dirty ledger, a missing or
    ///   an edited file. The sentence names the file.
    func downs(from ledger: MigrationLedger, to good: MigrationFiles) async throws -> [MigrationDown]
}

/// The migrations of one release, as its files say.
package struct MigrationFiles: Hashable, Codable, Sendable {
    /// What the ledger holds when all of them are applied.
    package var ledger: MigrationLedger
    /// SHA-256 of each file in hexadecimal digits, by path from the top of the checkout.
    package var digests: [String: String]

    package init(ledger: MigrationLedger, digests: [String: String]) {
        self.ledger = ledger
        self.digests = digests
    }
}

/// How one migration is taken back.
package struct MigrationDown: Hashable, Codable, Sendable {
    package var version: String
    /// From the top of the checkout; nil: nobody wrote one, and it is generated from the catalogs.
    package var path: String?
    /// In order, each exactly one statement; nil: there is none, or it cannot be had without running code. The catalogs
    /// then say what to do.
    package var statements: [String]?
    /// Why there are no statements.
    package var reason: String?
    /// The ledger behind it.
    package var ledgerAfter: MigrationLedger

    package init(
        version: String, path: String?, statements: [String]?, reason: String? = nil, ledgerAfter: MigrationLedger
    ) {
        self.version = version
        self.path = path
        self.statements = statements
        self.reason = reason
        self.ledgerAfter = ledgerAfter
    }
}
