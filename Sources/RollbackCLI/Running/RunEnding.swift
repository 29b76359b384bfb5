import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting
import RollbackStore

/// What follows the end of a run: its report, the complete snapshot, its last words, its exit code, and the retention
/// of older ones.
struct RunEnding: Sendable {
    let platform: Platform
    let strict: Bool
    let snapshot: RunSnapshot

    /// Runs whose captures and journals are kept.
    private static let keptRuns = 30

    /// - Parameters:
    ///   - incident: where the document of a run by hand is.
    ///   - events: all of the run's so far.
    func finish(
        _ run: RunID, _ end: RunEnd, _ hub: EventHub, _ show: RunShow, incident: String? = nil, events: () -> [RunEvent]
    ) async -> ExitCode {
        tidy(hub, "old runs could not be removed") { try RunHistory(platform.state).prune(keeping: Self.keptRuns) }
        let files = ReportFiles(platform: platform)
        var (report, path) = files.write(run, events: events())
        tidy(hub, "old reports could not be removed", files.retain)
        note(report.header, end, hub)
        await tidyDirectories(report.header, hub)
        // Whatever happens to the snapshot, how the run ended is written down already.
        let header = report.header
        let tried = try? await show.watched(hub) { await snapshot.take(after: run, end, header) }
        if tried == true { (report, path) = files.write(run, events: events()) }
        let code = code(of: end)
        let plain = RunSummary(run: run, end: end, next: report.next, report: path, contacts: platform.contacts)
        show.finish(RunSummary(report, at: path) ?? plain, code: code)
        if let incident { show.console.say("Incident: \(incident)") }
        return code
    }

    /// What is left to say of a run whose record failed in the middle: the caller throws, and whoever is called needs to
    /// know how far it came.
    func cutShort(_ run: RunID, by error: any Error, _ hub: EventHub, _ console: Console, events: () -> [RunEvent]) {
        let end = RunEnd(outcome: .interrupted, reasons: [platform.effects.words(error)])
        hub.emit(.runEnded(end))
        let (report, path) = ReportFiles(platform: platform).write(run, events: events())
        note(report.header, end, hub)
        if let path { console.say("Report: \(path)") }
    }

    /// - Parameter header: nil where no event tells of it.
    private func note(_ header: RunHeader?, _ end: RunEnd, _ hub: EventHub) {
        guard let header else { return }
        tidy(hub, "the run could not be noted in \(HistoryLog.name)") {
            try HistoryLog(root: platform.root).append(
                platform.access.mask(HistoryText.logLine(header, end, at: platform.effects.clock.wallTime())))
        }
    }

    /// Only a run that has made a release directory, so that no other waits for files to be removed.
    private func tidyDirectories(_ header: RunHeader?, _ hub: EventHub) async {
        guard let header, header.plan.steps.contains(where: AllDrivers.makesDirectory) else { return }
        do { try await DirectoryTidying(platform: platform).tidy() } catch {
            hub.emit(.warning("old release directories could not be removed: \(platform.effects.words(error))"))
        }
    }

    /// What stays lying about makes no run worse.
    private func tidy(_ hub: EventHub, _ complaint: String, _ work: () throws -> Void) {
        do { try work() } catch { hub.emit(.warning("\(complaint): \(platform.effects.words(error))")) }
    }

    /// An undo that somebody asked for and that came to its end did what it says.
    private func code(of end: RunEnd) -> ExitCode {
        end.outcome == .cancelled && end.undone ? .done : ExitCode(end.outcome, strict: strict)
    }
}
