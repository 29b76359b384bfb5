import FoundationEssentials
import Glibc
import RollbackCore
import RollbackReporting
import RollbackSnapshots

/// Compares a snapshot with what is there now. Nothing is kept of that.
struct SnapshotNow: Sendable {
    let platform: Platform

    /// Databases are not compared: to know their content they would have to be copied whole.
    func difference(from sequence: Int) async throws -> SnapshotDifference {
        let store = try platform.snapshotStore()
        let gathering = SnapshotGathering(platform: platform)
        let (facts, trees) = (await gathering.lasting(), gathering.trees)
        return try await BlockingWork.run {
            let reader = try store.reader()
            let parts = try reader.manifest(of: reader.record(sequence)).parts.filter { $0.kind != .missing }
            var difference = SnapshotDifference(from: sequence, to: nil, entries: [])
            for part in parts.sorted(by: { $0.name < $1.name }) {
                if let found = try Self.entries(part, reader, facts, trees) {
                    difference.entries += found
                } else {
                    difference.notCompared.append(part.name)
                }
            }
            return difference
        }
    }

    /// - Returns: nil for what is not compared.
    private static func entries(
        _ part: SnapshotPart, _ reader: SnapshotReader, _ facts: [String: JSONValue], _ trees: [SnapshotSources.Tree]
    ) throws -> [SnapshotDifference.Entry]? {
        if let now = facts[part.name], part.kind == .facts {
            let isSame = try reader.facts(part) == JSONText.data(now)
            return isSame ? [] : [.init(part: part.name, path: "", change: .changed)]
        }
        guard part.kind == .tree, let tree = trees.first(where: { $0.name == part.name }) else { return nil }
        let filter = TreeFilter(tree)
        let request = TreeRequest(part.name, root: tree.root, previous: part) { filter.excludes($0, isFolder: $1) }
        return TreeComparison.changes(from: try reader.listing(of: part), to: try reader.listing(now: request)).map {
            .init(part: part.name, path: String(decoding: $0.path, as: UTF8.self), change: $0.change)
        }
    }
}
