import FoundationEssentials
import Glibc
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Gathers the runs of a platform from their journals.
struct HistoryGathering: Sendable {
    let platform: Platform

    /// - Returns: the newest first. A run that recorded nothing had no effect, and is left out.
    func runs(limit: Int) throws -> [PastRun] {
        let held = PlatformLock.isHeld(platform.state) ? PlatformLock.holder(platform.state).run : nil
        var found: [PastRun] = []
        for (run, place) in try platform.state.everyRun() where found.count < limit {
            if let past = past(run, place, underWay: run == held) { found.append(past) }
        }
        return found
    }

    private func past(_ run: RunID, _ place: StateDirectory, underWay: Bool) -> PastRun? {
        do {
            return try place.read(run).map { .told(entry($0, place, underWay)) }
        } catch {
            return .unreadable(run, path: place.journalPath(run), why: platform.effects.words(error))
        }
    }

    private func entry(_ stored: StoredRun, _ place: StateDirectory, _ underWay: Bool) -> HistoryEntry {
        let (header, mask) = (stored.header, platform.access.mask)
        let ended = stored.state.end.map(\.outcome)
        var entry = HistoryEntry(
            run: stored.run, began: stored.contents.records.first?.time ?? Date(timeIntervalSince1970: 0),
            level: header.plan.level, from: header.plan.current, to: header.plan.target.id,
            outcome: underWay ? nil : ended ?? .interrupted, undone: stored.state.end?.undone ?? false,
            seconds: RunHistory(place).seconds(of: stored.run), actor: mask(header.actor),
            reason: header.reason.map(mask))
        (entry.fromRelease, entry.toRelease) = (header.plan.notes.currentRelease, header.plan.notes.targetRelease)
        return entry
    }
}
