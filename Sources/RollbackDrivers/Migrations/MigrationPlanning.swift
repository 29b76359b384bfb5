import FoundationEssentials
package import RollbackCore
import RollbackFiles
import RollbackMigrations

/// Which migrations came after the target, and what they mean for its code. Read from git's objects, never run; the
/// live database is not asked.
package struct MigrationPlanning: Sendable {
    private let git: GitRepository
    private let scope: CodeScope

    package init(_ git: GitRepository, scope: CodeScope) {
        self.git = git
        self.scope = scope
    }

    /// In the order in which they were applied.
    package func migrations(from current: CommitID, to target: CommitID) async throws -> [Migration] {
        if current == target { return [] }
        let folders = try alembicFolders()
        let changes: [GitChange]
        do { changes = try await differences(current, target, folders) } catch Failure.gitRefused(_, let why) {
            return [Self.unreadable(why)]
        }
        let found = changes.compactMap { change in
            MigrationFile(change.path, alembic: folders).map { Found(change: change, file: $0, current, target) }
        }
        // A text that cannot be had, as in a partial clone without its remote, is one that nobody understands.
        let texts = (try? await git.contents(of: found.map(\.source))) ?? [:]
        let read = found.map { ($0, texts[$0.source].map { String(decoding: $0, as: UTF8.self) }) }
            .filter { $0.file.system != .alembic || $1?.contains(AlembicMigration.mark) ?? true }
        return MigrationReading(read.filter { $0.0.isReadable }.map { ($0.file, $1) }).migrations
            + read.compactMap { found, _ in found.unread.map { found.file.migration(.unknown, [$0]) } }
    }

    /// - Parameter paths: those that differ between the checkout as it is and the target.
    package func all(_ found: [Migration], changed paths: [String]) throws -> [Migration] {
        try found + edited(paths, besides: found)
    }

    /// Files of the checkout that are not as either commit has them: somebody edits migrations.
    private func edited(_ paths: [String], besides found: [Migration]) throws -> [Migration] {
        let known = Set(found.map(\.path))
        return try paths.filter { !known.contains($0) }.compactMap { MigrationFile($0) }
            .filter { file in
                guard file.system == .alembic, let data = try FileCall.read("\(git.root)/\(file.path)") else {
                    return true
                }
                return String(decoding: data, as: UTF8.self).contains(AlembicMigration.mark)
            }
            .map { $0.migration(.unknown, ["differs in the checkout from what was committed"]) }
    }

    /// The broken release's own objects may be damaged: that must not keep anybody from the good one.
    private static func unreadable(_ why: String) -> Migration {
        Migration(
            name: "migrations", path: "", system: .other, fit: .unknown,
            evidence: ["git cannot compare them: \(why.split(whereSeparator: \.isNewline).first ?? "")"])
    }

    private func differences(
        _ current: CommitID, _ target: CommitID, _ folders: [String]
    ) async throws -> [GitChange] {
        let specs = MigrationFile.pathspecs + folders.map { ":(top,literal)\($0)" }
        let result = try await git.require(
            ["diff-tree", "-r", "--raw", "--no-renames", "--no-abbrev", "-z", target.rawValue, current.rawValue, "--"]
                + specs,
            to: "compare the migrations with those of \(target.short)")
        return try GitRepository.parse(result.output).filter { scope.contains($0.path) }
    }

    private func alembicFolders() throws -> [String] {
        try Set(["", scope.prefix]).sorted().flatMap { folder -> [String] in
            let place = folder.isEmpty ? git.root : "\(git.root)/\(folder)"
            guard let data = try FileCall.read("\(place)/alembic.ini") else { return [] }
            return AlembicFolders.named(in: String(decoding: data, as: UTF8.self), folder: folder)
        }
    }
}

/// A migration that is not the same in both releases.
private struct Found {
    var change: GitChange
    var file: MigrationFile
    /// How git is asked for its text: as the newer release has it, where that does.
    var source: String

    init(change: GitChange, file: MigrationFile, _ current: CommitID, _ target: CommitID) {
        self.change = change
        self.file = file
        source = "\(change.modeHere == "000000" ? target : current):\(file.path)"
    }

    /// It came after the target, in a language that is read.
    var isReadable: Bool { change.mode == nil && file.system != .other }

    /// Why its text decides nothing; nil where it does.
    var unread: String? {
        if isReadable { return nil }
        if file.path.hasSuffix(".prisma") { return "describes the schema, and has changed" }
        if change.mode == nil { return "is of a kind that is not read" }
        return change.modeHere == "000000"
            ? "only the target has it: whether the database does is not known" : "was edited since the target"
    }
}

extension MigrationFile {
    func migration(_ fit: SchemaFit, _ evidence: [String]) -> Migration {
        Migration(name: name, path: path, system: system, fit: fit, evidence: evidence)
    }
}

/// Judges migrations one after another, because the later ones may be about what the earlier ones made.
struct MigrationReading {
    private var judgement = SchemaJudgement()
    private(set) var migrations: [Migration] = []

    /// - Parameter files: with their texts; nil: git has no such file.
    init(_ files: [(MigrationFile, String?)]) {
        let revisions = files.filter { $0.0.system == .alembic }.map { ($0, AlembicMigration($1 ?? "")) }
        for (file, revision) in Self.ordered(revisions) { add(file, revision.changes) }
        for (file, text) in files.filter({ $0.0.system != .alembic }).sorted(by: { $0.0.path < $1.0.path }) {
            guard let forward = text.flatMap(SQLSections.forward) else {
                add(file, [.other("has no way forward that can be read")])
                continue
            }
            add(file, SQLReader.changes(in: forward))
        }
    }

    private mutating func add(_ file: MigrationFile, _ changes: [SchemaChange]) {
        let findings = changes.map { judgement.judge($0) }
        let fit = SchemaFit.worst(of: findings.map(\.fit))
        let deciding = findings.filter { $0.fit == fit }.map(\.text)
        var migration = file.migration(fit, deciding.isEmpty ? ["changes nothing"] : deciding)
        let renames = changes.compactMap(\.columnRename)
        if !renames.isEmpty { migration.renames = renames }
        migrations.append(migration)
    }

    /// Each after those that it follows; by name where that decides nothing.
    private static func ordered(
        _ revisions: [(MigrationFile, AlembicMigration)]
    ) -> [(MigrationFile, AlembicMigration)] {
        var waiting = revisions.sorted { $0.0.path < $1.0.path }
        var ordered: [(MigrationFile, AlembicMigration)] = []
        while !waiting.isEmpty {
            let names = Set(waiting.compactMap { $0.1.revision })
            let next = waiting.firstIndex { names.isDisjoint(with: $0.1.after) } ?? waiting.startIndex
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }
}

extension SchemaChange {
    /// Nil as well where the text does not say all of the names.
    var columnRename: ColumnRename? {
        guard case .renameColumn(let table?, let column?, let name?) = self else { return nil }
        return ColumnRename(table: table, from: column, to: name)
    }
}
