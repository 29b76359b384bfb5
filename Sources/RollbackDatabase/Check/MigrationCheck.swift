package import RollbackCore
package import RollbackMigrations

/// Says of migrations whether they can be taken back with every row, from their files alone: no database is asked.
package struct MigrationCheck {
    private let tree: MigrationTree
    private let dialect: SQLDialect?

    /// - Parameter dialect: nil: each file says by its words which database it is for.
    package init(_ tree: MigrationTree, dialect: SQLDialect? = nil) {
        self.tree = tree
        self.dialect = dialect
    }

    /// What was read, so that nobody takes silence for a yes.
    package struct Result: Sendable {
        package var findings: [MigrationFinding]
        /// Migrations that were looked at: the files of their ways forward.
        package var checked: [String]
        /// What makes a schema here and is not followed, with the reason.
        package var unfollowed: [String]
    }

    /// - Parameters:
    ///   - wanted: which files to look at.
    ///   - edited: files that an earlier commit has, and that are not as they were there.
    package func check(_ wanted: (String) -> Bool, edited: Set<String> = []) -> Result {
        let reading = MigrationWaysReading(tree: tree, dialect: dialect)
        var result = Result(findings: [], checked: [], unfollowed: [])
        for place in MigrationPlace.all(in: tree) {
            if case .unfollowed(let name, let why) = place.kind {
                result.unfollowed.append("\(name) in \(place.folder): \(why)")
            }
            let ways = reading.ways(place).filter { wanted($0.path) || $0.down.map { wanted($0.path) } ?? false }
            result.checked += ways.map(\.path)
            for way in ways { result.findings += WaysCheck(way).findings() }
            if !ways.isEmpty { result.findings += together(place, ways.map(\.path)) }
            result.findings += ways.filter { edited.contains($0.path) }.map(Self.edited)
            result.findings += removed(edited, from: place).map(Self.removed)
        }
        result.findings.sort()
        return result
    }

    private static func edited(_ way: MigrationWays) -> MigrationFinding {
        MigrationFinding(
            .error, path: way.path, line: 1, rule: "edited-migration",
            what: "it was changed after it was merged: databases that have applied it do not see the change",
            advice: "Leave it as it was, and write the change as a new migration")
    }

    /// Migrations of a folder that are no longer there.
    private func removed(_ edited: Set<String>, from place: MigrationPlace) -> [String] {
        var folders = [place.folder]
        if case .alembic(let settings) = place.kind { folders = settings.versions }
        return edited.filter { path in
            tree.files[path] == nil && (path.hasSuffix(".sql") || path.hasSuffix(".py"))
                && folders.contains(path.split(separator: "/").dropLast().joined(separator: "/"))
        }
    }

    private static func removed(_ path: String) -> MigrationFinding {
        MigrationFinding(
            .error, path: path, line: 1, rule: "edited-migration",
            what: "it was taken away after it was merged: databases that have applied it cannot be followed any more",
            advice: "Bring it back, and take back what it does in a new migration")
    }

    /// What only several files together say.
    private func together(_ place: MigrationPlace, _ paths: [String]) -> [MigrationFinding] {
        let path = paths.last ?? place.folder
        if case .alembic(let settings) = place.kind {
            let heads = AlembicHistory(tree, folders: settings.versions).heads
            guard heads.count > 1 else { return [] }
            return [
                MigrationFinding(
                    .error, path: path, line: 1, rule: "several-heads",
                    what: "there are several heads: \(heads.joined(separator: ", "))",
                    advice: "Let this revision follow the other one: change its down_revision")
            ]
        }
        guard let layout = place.layout() else { return [] }
        let system = SQLMigrationSystem(layout, folder: place.folder, tree: tree, dialect: dialect ?? .postgres)
        do { _ = try system.files(of: tree) } catch Failure.database(.ledger(_, .unreadable(let why))) {
            return [
                MigrationFinding(
                    .error, path: path, line: 1, rule: "version-twice", what: why,
                    advice: "Give this one a number of its own: which of them a database has is not known")
            ]
        } catch {}
        return []
    }
}
