package import RollbackCore

/// What a run's last lines say. The caller makes it when the report is written.
package struct RunSummary: Hashable, Codable, Sendable {
    package var run: RunID?
    package var end: RunEnd
    package var restoredAfter: Double?
    package var next: [NextStep]
    /// Where the report is, for people: a path or an address. Nil when it could not be written.
    package var report: String?
    package var contacts: EmergencyContacts

    package init(
        run: RunID? = nil, end: RunEnd, restoredAfter: Double? = nil, next: [NextStep], report: String? = nil,
        contacts: EmergencyContacts = .none
    ) {
        self.run = run
        self.end = end
        self.restoredAfter = restoredAfter
        self.next = next
        self.report = report
        self.contacts = contacts
    }

    /// The summary of a folded run.
    /// - Returns: nil while the run has not ended.
    package init?(_ report: RunReport, at path: String?) {
        guard let end = report.end else { return nil }
        self.init(
            run: report.header?.run, end: end, restoredAfter: report.restoredAfter, next: report.next, report: path,
            contacts: report.contacts)
    }

    /// The lines under the headline.
    package var lines: [String] {
        var lines = end.reasons.map { "  " + Words.sentence($0) }
        lines += next.isEmpty ? [] : ["Next:"] + NextStep.table(next).map { "  \($0)" }
        if let report { lines.append("Report: \(SafeText.oneLine(report))") }
        return lines + (OutcomeText.needsHelp(end.outcome) ? contacts.lines : [])
    }
}

extension NextStep {
    /// The commands in one column, why in the other.
    static func table(_ steps: [NextStep]) -> [String] {
        let width = min(60, steps.map { Columns.width($0.command) }.max() ?? 0)
        return steps.map { "\(Columns.padded($0.command, to: width))  # \($0.why)" }
    }
}
