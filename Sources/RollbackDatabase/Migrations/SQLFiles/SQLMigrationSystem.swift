import RollbackCore
package import RollbackMigrations

/// Migrations that are SQL files in one folder, whatever tool applies them.
package struct SQLMigrationSystem: MigrationSystem {
    private let layout: any SQLMigrationLayout
    private let folder: String
    private let tree: MigrationTree
    private let dialect: SQLDialect
    private let recorded: [String: String]

    /// - Parameters:
    ///   - folder: from the top of the checkout.
    ///   - tree: the live release's: the good one does not contain the ways back.
    ///   - recorded: digests of files as the live release was recorded with; empty when it was not.
    package init(
        _ layout: any SQLMigrationLayout, folder: String, tree: MigrationTree, dialect: SQLDialect,
        recorded: [String: String] = [:]
    ) {
        (self.layout, self.folder, self.tree, self.dialect, self.recorded) = (layout, folder, tree, dialect, recorded)
    }

    package var name: String { layout.name }
    package var ledgerTable: TableName { layout.ledgerTable }
    package var ledgerColumns: [String] { layout.ledgerColumns }

    private var title: String { "\(layout.name) in \(folder.isEmpty ? "." : folder)" }

    package func files(of tree: MigrationTree) throws -> MigrationFiles {
        let found = try migrations(in: tree)
        let paths = found.flatMap { [$0.path, $0.down?.path].compactMap(\.self) }
        let digests = Dictionary(paths.compactMap { path in tree.digest(path).map { (path, $0) } }) { first, _ in first
        }
        let ledger = MigrationLedger(
            system: name, table: ledgerTable, rows: layout.complete(found.map(\.version)))
        return MigrationFiles(ledger: ledger, digests: digests)
    }

    package func downs(from ledger: MigrationLedger, to good: MigrationFiles) async throws -> [MigrationDown] {
        let live = try migrations(in: tree)
        let versions = live.map(\.version)
        let applied = try applied(ledger, versions)
        let wanted = try self.applied(good.ledger, versions)
        if let ahead = wanted.first(where: { !applied.contains($0) }), ledger.table != nil {
            throw fault(.unreadable(why: "the target has version \(ahead), which the database has not"))
        }
        var left = Self.ordered(applied)
        var current = ledger
        return try left.reversed().filter { !wanted.contains($0) }.map { version in
            guard let migration = live.first(where: { $0.version == version }) else {
                throw fault(.missing(version: version))
            }
            left.removeAll { $0 == version }
            current = layout.ledger(current, without: version, left: left)
            return try down(migration, current)
        }
    }

    private func applied(_ ledger: MigrationLedger, _ files: [String]) throws -> [String] {
        // Without a ledger what the live release brought is what was applied.
        if ledger.table == nil { return files }
        do { return try layout.applied(ledger, files: files) } catch { throw fault(error.fault) }
    }

    private func down(_ migration: SQLMigration, _ after: MigrationLedger) throws -> MigrationDown {
        for path in [migration.path, migration.down?.path].compactMap(\.self) {
            if let then = recorded[path], then != tree.digest(path) {
                throw Failure.database(.migration(path: path, line: nil, .edited))
            }
        }
        let statements = try migration.down.map {
            try DownScript.statements($0.text, of: $0.path, as: dialect, from: $0.line)
        }
        guard let statements, !statements.isEmpty else {
            return MigrationDown(
                version: migration.version, path: nil, statements: nil, reason: reason(migration), ledgerAfter: after)
        }
        return MigrationDown(
            version: migration.version, path: migration.down?.path, statements: statements, ledgerAfter: after)
    }

    private func reason(_ migration: SQLMigration) -> String {
        migration.path.hasSuffix(".sql")
            ? "\(migration.path) has no way back of its own" : "\(migration.path) is no SQL, and is not run"
    }

    /// - Throws: when two files have one version: which of them was applied is not known.
    private func migrations(in tree: MigrationTree) throws -> [SQLMigration] {
        let found = tree.names(in: folder).compactMap { name -> SQLMigration? in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            return layout.version(of: name).map { version in
                let down = layout.down(path, in: tree).map {
                    SQLMigration.Down(path: $0.path, line: $0.line, text: $0.text)
                }
                return SQLMigration(version: version, path: path, down: down)
            }
        }
        for (version, same) in Dictionary(grouping: found, by: \.version) where same.count > 1 {
            let names = same.map(\.path).joined(separator: ", ")
            throw fault(.unreadable(why: "version \(version) has several files: \(names)"))
        }
        let order = Self.ordered(found.map(\.version))
        return order.compactMap { version in found.first { $0.version == version } }
    }

    /// By number: not every tool fills them up with zeros.
    static func ordered(_ versions: [String]) -> [String] {
        versions.sorted { left, right in
            let (a, b) = (left.drop { $0 == "0" }, right.drop { $0 == "0" })
            return (a.count, a, left) < (b.count, b, right)
        }
    }

    private func fault(_ fault: MigrationFault) -> Failure { .database(.ledger(title: title, fault)) }
}
