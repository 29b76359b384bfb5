import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackFiles
import RollbackReporting
import RollbackStore

/// Writes a run's report where people look for it.
struct ReportFiles: Sendable {
    let platform: Platform

    /// In the configured log folder where the platform has one, otherwise in the run's own folder: a rollback leaves
    /// no new files in a checkout that knows nothing of it.
    func folder(of run: RunID) -> String { logFolder ?? platform.state.runPath(run) }

    private var logFolder: String? {
        guard access("\(platform.root)/rollback", F_OK) == 0 else { return nil }
        return "\(platform.root)/\(platform.configuration.settings.logDirectory)"
    }

    func path(of run: RunID) -> String { "\(folder(of: run))/\(run).html" }

    /// Where a run's report is, if it still is anywhere.
    func existing(of run: RunID) -> String? {
        [path(of: run), "\(platform.state.place(of: run).runPath(run))/\(run).html"].first { access($0, R_OK) == 0 }
    }

    /// - Returns: the report and where it is; no path when it could not be written, which changes no outcome.
    func write(_ run: RunID, events: [RunEvent]) -> (RunReport, path: String?) {
        let report = RunReport(events: events, contacts: platform.contacts)
        for folder in [folder(of: run), platform.state.runPath(run)] {
            if let path = try? save(report, "\(folder)/\(run)") { return (report, path) }
        }
        return (report, nil)
    }

    /// Removes old ones from the log folder.
    func retain() throws {
        guard let logFolder else { return }
        let days = platform.configuration.settings.logRetentionDays
        try ReportRetention(folder: logFolder, days: days, now: platform.effects.clock.wallTime()).apply()
    }

    private func save(_ report: RunReport, _ base: String) throws -> String {
        if let folder = FileCall.parent(of: base) { try FileCall.makeDirectory(folder) }
        try AtomicFile.write(Data(MarkdownReport.text(report).utf8), to: "\(base).md", durable: false)
        try AtomicFile.write(Data(HTMLReport.text(report).utf8), to: "\(base).html", durable: false)
        return "\(base).html"
    }
}
