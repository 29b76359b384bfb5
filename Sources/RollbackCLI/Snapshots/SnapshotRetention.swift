import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackReporting
import RollbackSnapshots

/// Removes old snapshots. The clock only says which may go; what is needed and the newest stay, whatever it says.
struct SnapshotRetention: Sendable {
    let platform: Platform

    struct Rule: Sendable {
        var days: Int
        /// So many of the newest stay in any case.
        var newest = Self.newest
        /// More than this go however young they are.
        var most: Int?

        static let newest = 3
    }

    /// What the configuration says.
    var rule: Rule {
        let settings = platform.configuration.settings
        return Rule(days: settings.backupRetentionDays, most: settings.backupCount)
    }

    /// - Throws: `SnapshotFailure.damaged` while a record cannot be read, and what keeps it from being known what is
    ///   needed: nothing is removed then.
    func prune(_ rule: Rule, dryRun: Bool = false) async throws -> SnapshotPruning {
        let store = try platform.snapshotStore()
        let limit = platform.effects.clock.wallTime().addingTimeInterval(-86_400 * Double(rule.days))
        let all = try await BlockingWork.run { try Self.all(store, due: { Self.due($0, rule, limit) }) }
        guard let all else { return SnapshotPruning(removed: [], kept: [], isTrial: dryRun) }
        var reasons = try SnapshotNeeds(platform).reasons(all)
        for snapshot in all.suffix(rule.newest) {
            reasons[snapshot.sequence] = "one of the newest \(rule.newest)"
        }
        let due = all.filter { $0.taken < limit }.map(\.sequence) + all.dropLast(rule.most ?? all.count).map(\.sequence)
        let removed = Set(due).filter { reasons[$0] == nil }.sorted()
        let kept = Set(due).sorted().compactMap { number in
            reasons[number].map { SnapshotPruning.Kept(sequence: number, why: $0) }
        }
        var pruning = SnapshotPruning(removed: removed, kept: kept, isTrial: dryRun)
        guard !dryRun, !removed.isEmpty else { return pruning }
        let stay = Set(all.map(\.sequence)).subtracting(removed)
        pruning.freed = try await BlockingWork.run { try store.prune(keeping: stay).bytes }
        return pruning
    }

    private static func due(_ records: [SnapshotRecord], _ rule: Rule, _ limit: Date) -> Bool {
        records.contains { SnapshotViews.date($0) < limit } || records.count > rule.most ?? records.count
    }

    /// - Returns: nil where none is due: most are not, and then nothing is read.
    private static func all(
        _ store: SnapshotStore, due: ([SnapshotRecord]) -> Bool
    ) throws -> [KeptSnapshot]? {
        let stored = try store.records()
        // What cannot be read may still be wanted: nothing goes before it is known what it is.
        if let finding = stored.damaged.first {
            throw Failure.snapshot(.damaged(path: finding.path, finding.damage))
        }
        guard due(stored.records) else { return nil }
        let reader = try store.reader()
        return try stored.records.map { try KeptSnapshot($0, reader) }
    }
}
