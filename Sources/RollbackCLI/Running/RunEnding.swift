import RollbackCore
import RollbackReporting
import RollbackStore

/// What follows the end of a run: its report, its last words, its exit code, and the retention of older ones.
struct RunEnding: Sendable {
    let platform: Platform
    let strict: Bool

    /// Runs whose captures and journals are kept.
    private static let keptRuns = 30

    func finish(_ run: RunID, _ end: RunEnd, _ events: [RunEvent], _ show: RunShow) async throws -> ExitCode {
        let files = ReportFiles(platform: platform)
        let (report, path) = files.write(run, events: events)
        let code = code(of: end)
        retain(files, report, show)
        if let summary = RunSummary(report, at: path) { show.finish(summary, code: code) }
        try RunHistory(platform.state).prune(keeping: Self.keptRuns)
        return code
    }

    /// Too many old reports are no reason to call a rollback anything but what it was.
    private func retain(_ files: ReportFiles, _ report: RunReport, _ show: RunShow) {
        do {
            try files.retain()
        } catch {
            let warning = RunEvent.Detail.warning(platform.effects.words(error))
            show.sink.receive(
                RunEvent(elapsed: report.seconds, time: platform.effects.clock.wallTime(), detail: warning))
        }
    }

    /// An undo that somebody asked for and that came to its end did what it says.
    private func code(of end: RunEnd) -> ExitCode {
        end.outcome == .cancelled && end.undone ? .done : ExitCode(end.outcome, strict: strict)
    }
}
