import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackSnapshots
import RollbackStore

/// A snapshot that belongs to something else that was done: where it fails, that is a note, and a rollback goes first.
/// The caller holds the platform's lock.
struct SnapshotAlong: Sendable {
    let platform: Platform
    let console: Console

    /// - Returns: why there is none; nil: there is one, and it was said.
    func take(_ wish: SnapshotWish) async -> String? {
        do {
            let taking = SnapshotTaking(platform: platform, progress: console.background)
            let taken = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
                try await taking.take(wish)
            }
            guard let view = taken else { return "there is no snapshot of it: a rollback needed the platform" }
            console.emit(JSONLines.snapshot(view))
            let missing =
                view.missing.isEmpty ? "" : "; MISSING: \(Words.list(view.missing.map { SafeText.oneLine($0.name) }))"
            console.say("Snapshot \(view.sequence) keeps everything as it is now\(missing).")
            return nil
        } catch {
            return "there is no snapshot of it: \(platform.access.mask(platform.effects.words(error)))"
        }
    }

    /// Whether one was taken when this commit was recorded or became a known good release.
    func isThere(_ commit: CommitID) async throws -> Bool {
        guard SnapshotStore.exists(platform.snapshotPath) else { return false }
        let store = try platform.snapshotStore()
        return try await BlockingWork.run {
            let reader = try store.reader()
            return try store.records().records.contains { record in
                let kept = try KeptSnapshot(record, reader)
                return kept.isOfRelease && kept.commit == commit
            }
        }
    }
}
