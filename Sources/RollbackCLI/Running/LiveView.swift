import RollbackCore
import RollbackReporting
import RollbackStore

/// Follows a run that another process performs, by its event log.
struct LiveView: Sendable {
    let platform: Platform
    let console: Console

    func follow(_ run: RunID) async throws {
        let show = RunShow(console, platform.logLevel)
        var offset = 0
        var events: [RunEvent] = []
        while true {
            let held = PlatformLock.isHeld(platform.state)
            let (fresh, next) = try EventLog.read(platform.state.eventsPath(run), from: offset)
            fresh.forEach(show.sink.receive)
            events += fresh
            offset = next
            if fresh.isEmpty, !held { break }
            try await platform.effects.clock.sleep(.milliseconds(100))
        }
        let report = RunReport(events: events, contacts: platform.contacts)
        if let summary = RunSummary(report, at: ReportFiles(platform: platform).path(of: run)) {
            show.finish(summary, code: .locked)
        }
    }
}
