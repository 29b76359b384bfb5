import FoundationEssentials
import RollbackCore
import RollbackDrivers
import RollbackFiles
import RollbackReporting
import Synchronization

/// Writes the incident's document anew after each decision and each outcome, so that a dropped line costs nothing.
final class IncidentKeeper: EventSink {
    private struct State {
        var report: RunReport
        var trouble: String?
    }

    let checklists: [Checklist]
    private let platform: Platform
    private let state: Mutex<State>

    /// - Parameter earlier: what processes before this one have told of the run.
    init(_ platform: Platform, _ plan: Plan, earlier: [RunEvent] = []) {
        self.platform = platform
        checklists = ManualChecklists(platform, plan).all
        let report = RunReport(events: earlier, contacts: platform.contacts)
        state = Mutex(State(report: report))
    }

    var answers: [ChecklistAnswer] { state.withLock(\.report.answers) }
    var path: String? { state.withLock { path(of: $0.report) } }
    /// Why the document could not be written last.
    var trouble: String? { state.withLock(\.trouble) }

    func receive(_ event: RunEvent) {
        state.withLock { state in
            state.report.apply(event)
            guard event.changesIncident, let path = path(of: state.report) else { return }
            do {
                try write(state.report, path)
                state.trouble = nil
            } catch {
                state.trouble = platform.effects.words(error)
            }
        }
    }

    /// `incident-2026-11-26-run-7.md`: run numbers begin anew in each clone, and incidents are kept together.
    private func path(of report: RunReport) -> String? {
        guard let run = report.header?.run, let began = report.began else { return nil }
        let day = DateText.iso(began).prefix { $0 != "T" }
        return "\(ReportFiles(platform: platform).folder(of: run))/incident-\(day)-\(run).md"
    }

    private func write(_ report: RunReport, _ path: String) throws {
        if let folder = FileCall.parent(of: path) { try FileCall.makeDirectory(folder) }
        let old = try FileCall.read(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let text = platform.access.mask(IncidentDocument(report, checklists).text(keeping: old))
        try AtomicFile.write(Data(text.utf8), to: path)
    }
}

extension RunEvent {
    fileprivate var changesIncident: Bool {
        switch detail {
        case .doing, .stageBegan, .checked, .symptom: false
        default: true
        }
    }
}
