import FoundationEssentials
import Glibc
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackSnapshots
import RollbackStore

/// What a restore over live files comes to, and the doing of it.
struct LiveRestorePlan: Sendable {
    let platform: Platform
    let exact: Bool

    /// - Throws: `SnapshotFailure.noLivePlace`, `.otherRelease`, `.notInSnapshot`; what reading the store throws.
    func view(_ sequence: Int, _ name: String, _ paths: [String]) async throws -> LiveRestoreView {
        let tree = try tree(name, sequence)
        let live = try await platform.current()
        let store = try platform.snapshotStore()
        return try await BlockingWork.run {
            let reader = try store.reader()
            let manifest = try reader.manifest(of: reader.record(sequence))
            let part = try Self.part(name, of: manifest)
            let wanted = try Self.wanted(part, paths, reader)
            let filter = TreeFilter(tree)
            let request = TreeRequest(name, root: tree.root, previous: part) { filter.excludes($0, isFolder: $1) }
            let now = try reader.listing(now: request)
            let changes = Self.within(paths, TreeComparison.changes(from: now, to: wanted))
            var view = LiveRestoreView(
                sequence: sequence, part: name, place: tree.root,
                changes: changes.filter { exact || $0.change != .removed }.map {
                    .init(part: name, path: String(decoding: $0.path, as: UTF8.self), change: $0.change)
                })
            let extra = changes.count { $0.change == .removed }
            if !exact { view.extra = extra }
            view.notes = notes(manifest, view.extra)
            try note(manifest, reader, live, isWhole: paths.isEmpty && name == "code", &view)
            return view
        }
    }

    /// - Parameter before: the snapshot that has what is there now.
    /// - Throws: `CancellationError` when a rollback wants the platform.
    func restore(_ view: LiveRestoreView, _ paths: [String], before: Int) throws -> LiveTree.Outcome {
        let tree = try tree(view.part, view.sequence)
        let reader = try platform.snapshotStore().reader()
        let part = try Self.part(view.part, of: reader.manifest(of: reader.record(view.sequence)))
        let wanted = try Self.wanted(part, paths, reader)
        let now = try reader.listing(of: Self.part(view.part, of: reader.manifest(of: reader.record(before))))
        let changes = Self.within(paths, TreeComparison.changes(from: now, to: wanted))
        let goes = exact ? Set(changes.filter { $0.change == .removed }.map(\.path)) : []
        let state = platform.state
        let live = LiveTree(
            root: tree.root, now: now, goes: goes,
            isDatabase: { SQLiteFile.belongsToDatabase("\(tree.root)/\(String(decoding: $0, as: UTF8.self))") },
            mustStop: { Preemption.isRequested(state) })
        return try isExchanged(view.part, paths)
            ? reader.restore(wanted, exchanging: live) : reader.restore(wanted, over: live)
    }

    /// A release's own folder comes back as a whole.
    private func isExchanged(_ part: String, _ paths: [String]) throws -> Bool {
        try paths.isEmpty && part == "code" && platform.access.folders?.live() != nil
    }

    private func tree(_ name: String, _ sequence: Int) throws -> SnapshotSources.Tree {
        guard let tree = SnapshotGathering(platform: platform).trees.first(where: { $0.name == name }) else {
            throw Failure.snapshot(
                .noLivePlace(
                    part: name, sequence: sequence, isDatabase: name.hasPrefix(SnapshotSources.database)))
        }
        return tree
    }

    private static func part(_ name: String, of manifest: SnapshotManifest) throws -> SnapshotPart {
        guard let part = manifest.parts.first(where: { $0.name == name && $0.kind == .tree }) else {
            throw Failure.snapshot(.notInSnapshot(name))
        }
        return part
    }

    private static func wanted(_ part: SnapshotPart, _ paths: [String], _ reader: SnapshotReader) throws -> [TreeEntry]
    {
        let all = try reader.listing(of: part)
        return paths.isEmpty ? all : try reader.selection(paths.map { Array($0.utf8) }, of: all)
    }

    private typealias Change = (path: [UInt8], change: SnapshotDifference.Change)

    /// What is beside the chosen paths is no difference; the folders above them are there or are made.
    private static func within(_ paths: [String], _ changes: [Change]) -> [Change] {
        guard !paths.isEmpty else { return changes }
        let chosen = paths.map { Array($0.utf8) }
        return changes.filter { change in
            change.change != .removed
                || chosen.contains { change.path == $0 || change.path.starts(with: $0 + [UInt8(ascii: "/")]) }
        }
    }

    private func notes(_ manifest: SnapshotManifest, _ extra: Int) -> [String] {
        let databases = manifest.parts.filter { $0.name.hasPrefix(SnapshotSources.database) && $0.kind == .stream }
        return [
            extra > 0
                ? "\(Words.count(extra, "name")) that the snapshot does not have stay; --exact removes them" : nil,
            databases.isEmpty
                ? nil
                : "databases stay as they are: \(Words.list(databases.map(\.name))) can be restored beside, with --to",
        ].compactMap(\.self)
    }

    private func note(
        _ manifest: SnapshotManifest, _ reader: SnapshotReader, _ live: CommitID, isWhole: Bool,
        _ view: inout LiveRestoreView
    ) throws {
        guard let commit = try reader.commit(of: manifest), commit != live else { return }
        if try isWhole && platform.access.folders?.live() != nil {
            throw Failure.snapshot(.otherRelease(snapshot: commit.rawValue, live: live.rawValue))
        }
        view.notes.append(
            "the snapshot was taken at \(commit.short), and \(live.short) is checked out: git will show the difference as"
                + " changes")
    }
}
