/// How one database's schema goes back from the release that is live to the known good one. A value: it is shown,
/// stored with the run, and its digest is part of the plan's. It holds nothing secret.
package struct SchemaPlan: Hashable, Codable, Sendable {
    /// For people: the file's or the database's name.
    package var title: String
    /// What the migrations' ledger says now; the plan is stale when it says something else.
    package var ledger: MigrationLedger
    /// What it says afterwards.
    package var ledgerAfter: MigrationLedger
    /// Those that are taken back, newest first.
    package var migrations: [MigrationVerdict]
    package var actions: [SchemaAction]
    /// Locked before anything is read, in order.
    package var locks: [TableName]
    /// `CatalogFacts.digest` of the schema that this was made for.
    package var before: String
    /// The known good release's catalog, which the transaction must lead to.
    package var after: CatalogFacts
    /// What stays although the known good schema did not have it: an enum's new value.
    package var residue: [CatalogObject]
    /// What it does to rows, a line each, with numbers: `parks column users.tier: 1,204 values`.
    package var effects: [String]
    package var warnings: [String]

    package init(
        title: String, ledger: MigrationLedger, ledgerAfter: MigrationLedger, migrations: [MigrationVerdict],
        actions: [SchemaAction], locks: [TableName], before: String, after: CatalogFacts,
        residue: [CatalogObject] = [], effects: [String] = [], warnings: [String] = []
    ) {
        self.title = title
        self.ledger = ledger
        self.ledgerAfter = ledgerAfter
        self.migrations = migrations
        self.actions = actions
        self.locks = locks
        self.before = before
        self.after = after
        self.residue = residue
        self.effects = effects
        self.warnings = warnings
    }
}

/// Where a migration system writes down what was applied, and what stands there.
package struct MigrationLedger: Hashable, Codable, Sendable {
    package var system: String
    /// Nil: the system's table does not exist.
    package var table: TableName?
    /// The rows, in order, each by its columns in the server's text form: `["version_num": "0005"]`.
    package var rows: [[String: String?]]

    package init(system: String, table: TableName?, rows: [[String: String?]]) {
        self.system = system
        self.table = table
        self.rows = rows
    }
}

/// What taking one migration back means for rows.
package struct MigrationVerdict: Hashable, Codable, Sendable {
    package enum Verdict: String, Codable, Sendable {
        /// The schema goes back and no row is concerned.
        case exact
        /// What the migration brought is parked with its rows.
        case parkable
        /// Rows that were written since have to be brought into the old form, and somebody has to say how.
        case needsMerge = "needs merge"
        /// What was there before is gone; the full level refuses.
        case irreversible
    }

    /// As the ledger names it.
    package var version: String
    /// The file, from the top of the checkout; nil: generated from the catalogs.
    package var path: String?
    package var verdict: Verdict
    /// Why, a clause each.
    package var reasons: [String]

    package init(version: String, path: String?, verdict: Verdict, reasons: [String]) {
        self.version = version
        self.path = path
        self.verdict = verdict
        self.reasons = reasons
    }
}
