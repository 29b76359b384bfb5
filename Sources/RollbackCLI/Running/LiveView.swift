import RollbackCore
import RollbackReporting
import RollbackStore

/// Follows a run that another process performs, by its event log. How it ended is the caller's to say.
struct LiveView: Sendable {
    let platform: Platform

    /// - Returns: nil when the run was cut short.
    func follow(_ run: RunID, _ show: RunShow) async throws -> RunSummary? {
        let path = platform.state.place(of: run).eventsPath(run)
        var offset = 0
        var events: [RunEvent] = []
        while true {
            let held = PlatformLock.isHeld(platform.state)
            let (fresh, next) = try EventLog.read(path, from: offset)
            fresh.forEach(show.sink.receive)
            events += fresh
            offset = next
            if fresh.isEmpty, !held { break }
            try await platform.effects.clock.sleep(.milliseconds(100))
        }
        let report = RunReport(events: events, contacts: platform.contacts)
        return RunSummary(report, at: ReportFiles(platform: platform).path(of: run))
    }
}
