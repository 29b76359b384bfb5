package import RollbackCore

/// The way back from what two catalogs say, with everything parked that holds rows. It needs no script of anybody's, and
/// works where no way back was ever written. Pure.
package struct DifferencePlanning: Sendable {
    private let title: String
    private let dialect: any SchemaDialect
    /// In the order in which migrations did them.
    private let renames: [ColumnRename]

    package init(title: String, dialect: any SchemaDialect, renames: [ColumnRename] = []) {
        (self.title, self.dialect, self.renames) = (title, dialect, renames)
    }

    /// - Parameters:
    ///   - version: how people call what is taken back.
    ///   - good: of the known good release.
    package func plan(
        from now: CatalogFacts, to good: CatalogFacts, ledger: MigrationLedger, ledgerAfter: MigrationLedger,
        version: String
    ) -> SchemaPlan {
        let renamed = RenamedFacts(now, good: good, renames)
        var way = WayBack(now: now, good: good, renamed: renamed, dialect: dialect)
        way.find()
        let verdict = MigrationVerdict(version: version, path: nil, verdict: way.verdict, reasons: way.reasons)
        return SchemaPlan(
            title: title, ledger: ledger, ledgerAfter: ledgerAfter, migrations: [verdict], actions: way.actions,
            locks: way.touched.sorted(), before: now.digest, after: good, residue: way.residue.sorted(),
            warnings: way.residue.isEmpty
                ? []
                : [
                    "stays, as nothing depends on it: \(way.residue.sorted().map(\.description).joined(separator: ", "))"
                ])
    }
}

extension SchemaPlan {
    /// The worst of its migrations'.
    package var verdict: MigrationVerdict.Verdict {
        let order: [MigrationVerdict.Verdict] = [.irreversible, .needsMerge, .parkable, .exact]
        return order.first { verdict in migrations.contains { $0.verdict == verdict } } ?? .exact
    }

    package var reasons: [String] { migrations.flatMap(\.reasons) }

    /// The schema and what the ledger says are the known good ones already.
    package var changesNothing: Bool { actions.isEmpty && ledger == ledgerAfter }
}
