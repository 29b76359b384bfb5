import RollbackCore
package import RollbackMigrations

/// Alembic (alembic.sqlalchemy.org). Which revision follows which is read from the files; what a downgrade does is
/// printed by Alembic itself.
package struct AlembicSystem: MigrationSystem {
    private let settings: AlembicSettings
    private let tree: MigrationTree
    private let dialect: SQLDialect
    private let printer: AlembicPrinter
    private let recorded: [String: String]

    /// - Parameters:
    ///   - tree: the live release's.
    ///   - recorded: digests of files as the live release was recorded with; empty when it was not.
    package init(
        _ settings: AlembicSettings, tree: MigrationTree, dialect: SQLDialect, printer: AlembicPrinter,
        recorded: [String: String] = [:]
    ) {
        self.settings = settings
        self.tree = tree
        self.dialect = dialect
        self.printer = printer
        self.recorded = recorded
    }

    package let name = "alembic"
    package let ledgerColumns = ["version_num"]
    package var ledgerTable: TableName {
        AlembicSettings.table(
            tree.text("\(settings.scripts)/env.py"), usual: dialect == .sqlite ? "main" : "public")
    }

    private func fault(_ fault: MigrationFault) -> Failure {
        .database(.ledger(title: "Alembic in \(settings.scripts)", fault))
    }

    package func files(of tree: MigrationTree) throws -> MigrationFiles {
        let history = AlembicHistory(tree, folders: settings.versions)
        let paths = history.nodes.values.map(\.path)
        return MigrationFiles(
            ledger: ledger(history.heads, ledgerTable),
            digests: Dictionary(paths.compactMap { path in tree.digest(path).map { (path, $0) } }) { first, _ in first }
        )
    }

    private func ledger(_ revisions: [String], _ table: TableName?) -> MigrationLedger {
        MigrationLedger(system: name, table: table, rows: revisions.map { ["version_num": $0] })
    }

    package func downs(from ledger: MigrationLedger, to good: MigrationFiles) async throws -> [MigrationDown] {
        let history = AlembicHistory(tree, folders: settings.versions)
        let (current, target) = (try single(ledger), try single(good.ledger))
        guard let current else {
            guard let target else { return [] }
            throw fault(.unreadable(why: "the target ends in \(target), and the database has no revision"))
        }
        guard history.nodes[current] != nil else { throw fault(.unknownVersion(current)) }
        let lineage = history.lineage(of: [current])
        if let target, !lineage.contains(target) {
            throw fault(
                .unreadable(why: "the target ends in \(target), which the database's \(current) does not follow"))
        }
        let kept = history.lineage(of: [target].compactMap(\.self))
        if let lost = lineage.subtracting(kept).first(where: { history.nodes[$0] == nil }) {
            throw fault(.missing(version: lost))
        }
        let back = history.newestFirst(lineage.subtracting(kept))
        if back.isEmpty { return [] }
        for node in back where recorded[node.path].map({ $0 != tree.digest(node.path) }) ?? false {
            throw Failure.database(.migration(path: node.path, line: nil, .edited))
        }
        let said = try await printed(back, from: current, to: target)
        return downs(back, history, kept, ledger, said)
    }

    /// Nil: nothing was applied.
    private func single(_ ledger: MigrationLedger) throws -> String? {
        let revisions = ledger.rows.compactMap { $0["version_num"] ?? nil }
        guard revisions.count < 2 else { throw fault(.severalHeads(revisions.sorted())) }
        return revisions.first
    }

    private func downs(
        _ back: [AlembicHistory.Node], _ history: AlembicHistory, _ kept: Set<String>, _ before: MigrationLedger,
        _ said: [String: Said]
    ) -> [MigrationDown] {
        var left = kept.union(back.map(\.revision))
        return back.map { node in
            left.remove(node.revision)
            let followed = Set(left.flatMap { history.nodes[$0]?.after ?? [] })
            let after = ledger(left.subtracting(followed).sorted(), before.table)
            let own = said[node.revision] ?? Said(statements: nil, reason: "Alembic did not print it")
            return MigrationDown(
                version: node.revision, path: node.path, statements: own.statements, reason: own.reason,
                ledgerAfter: after)
        }
    }

    private struct Said {
        var statements: [String]?
        var reason: String?
    }

    /// All in one go: a start of Python's takes its time.
    private func printed(
        _ back: [AlembicHistory.Node], from current: String, to target: String?
    ) async throws -> [String: Said] {
        func all(_ why: String) -> [String: Said] {
            Dictionary(back.map { ($0.revision, Said(statements: nil, reason: why)) }) { first, _ in first }
        }
        guard back.allSatisfy({ $0.after.count < 2 }) else {
            return all("branches were merged, and Alembic prints no way back through a merge")
        }
        let range = "\(current):\(target ?? "base")"
        switch try await printer.downgrade(range, settings) {
        case .nothing(let why): return all(why)
        case .sql(let text):
            do {
                return try sections(AlembicOutput(text, table: ledgerTable.name, dialect: dialect), back)
            } catch let trouble as SQLTrouble {
                return all("what Alembic printed cannot be read: \(trouble.why)")
            }
        }
    }

    private func sections(_ output: AlembicOutput, _ back: [AlembicHistory.Node]) throws -> [String: Said] {
        var said: [String: Said] = [:]
        for section in output.sections {
            if let trouble = section.trouble {
                said[section.revision] = Said(statements: nil, reason: trouble)
                continue
            }
            let path = back.first { $0.revision == section.revision }?.path ?? section.revision
            said[section.revision] = Said(
                statements: try section.statements.flatMap { try statement($0, path) }, reason: nil)
        }
        return said
    }

    /// Lines of what was printed are nobody's: the file is named without one.
    private func statement(_ text: String, _ path: String) throws -> [String] {
        do { return try DownScript.statements(text, of: path, as: dialect) } catch Failure.database(
            .migration(let path, _, let fault))
        {
            throw Failure.database(.migration(path: path, line: nil, fault))
        }
    }
}
