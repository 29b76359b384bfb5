import FoundationEssentials
import RollbackCore
import RollbackReporting
import RollbackStore

/// Finds a run and makes its report anew, from its events; from its journal where those are gone.
struct ReportGathering: Sendable {
    let platform: Platform

    /// - Parameter named: nil means the newest run of which anything is known.
    func report(_ named: RunID?) throws -> (run: RunID, report: RunReport) {
        for (run, place) in try platform.state.everyRun() where named == nil || named == run {
            let events = events(of: run, place)
            if !events.isEmpty { return (run, RunReport(events: events, contacts: platform.contacts)) }
        }
        throw Failure.noRun(
            named.map { "there is no \($0) on this platform" } ?? "nothing was ever rolled back here")
    }

    private func events(of run: RunID, _ place: StateDirectory) -> [RunEvent] {
        let told = (try? EventLog.read(place.eventsPath(run)).events) ?? []
        guard told.isEmpty, let stored = try? place.read(run) else { return told }
        let records = stored.contents.records
        guard let first = records.first, let last = records.last else { return [] }
        let began = RunEvent(elapsed: 0, time: first.time, detail: .runBegan(stored.header))
        let seconds = last.time.timeIntervalSince(first.time)
        let end = stored.state.end.map { RunEvent(elapsed: seconds, time: last.time, detail: .runEnded($0)) }
        return [began] + [end].compactMap(\.self)
    }
}
