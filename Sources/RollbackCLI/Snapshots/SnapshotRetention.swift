import FoundationEssentials
import RollbackCore
import RollbackSnapshots

/// Removes old snapshots. The clock only says which may go; the newest stay, whatever it says.
struct SnapshotRetention: Sendable {
    let platform: Platform

    /// - Throws: `SnapshotFailure.damaged` while a record cannot be read: nothing is removed then.
    /// - Returns: the snapshots that went, or would, and how many bytes that freed.
    func prune(olderThan days: Int, keeping most: Int, dryRun: Bool) async throws -> (removed: [Int], freed: Int) {
        let store = try platform.snapshotStore()
        let limit = platform.effects.clock.wallTime().addingTimeInterval(-86_400 * Double(days))
        return try await BlockingWork.run {
            let stored = try store.records()
            // What cannot be read may still be wanted: nothing goes before it is known what it is.
            if let finding = stored.damaged.first {
                throw Failure.snapshot(.damaged(path: finding.path, finding.damage))
            }
            let records = stored.records
            let old = records.dropLast(most).filter { SnapshotViews.date($0) < limit }.map(\.sequence)
            guard !dryRun, !old.isEmpty else { return (old, 0) }
            let report = try store.prune(keeping: Set(records.map(\.sequence)).subtracting(old))
            return (old, report.bytes)
        }
    }
}
