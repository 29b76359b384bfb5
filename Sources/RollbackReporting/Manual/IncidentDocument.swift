package import RollbackCore

/// The document of an incident, as it grows with a run by hand. What stands below its mark is people's own, and stays.
package struct IncidentDocument: Sendable {
    /// What people write themselves begins here.
    package static let mark = "<!-- yours: what stands below is never written over -->"

    private let report: RunReport
    private let checklists: [Checklist]

    package init(_ report: RunReport, _ checklists: [Checklist]) {
        self.report = report
        self.checklists = checklists
    }

    /// - Parameter old: what the file holds now.
    package func text(keeping old: String = "") -> String {
        let own = old.firstRange(of: Self.mark).map { String(old[$0.lowerBound...]) } ?? Self.invitation
        let sections = [
            Markdown.table(report.facts.map { ($0.label, Markdown.text($0.value)) }),
            report.end?.reasons.map { "- \(Markdown.text(Words.sentence($0)))" } ?? [],
            Markdown.list("Contacts", report.contacts.people.map(MarkdownReport.contact)),
            Markdown.list("Dashboards", report.contacts.dashboards.map(MarkdownReport.contact)),
            list(.before), MarkdownReport.steps(report), checks, list(.after), notes,
            MarkdownReport.timeline(report),
        ]
        let head = ["# Incident: \(Markdown.text(report.title))", "", "**\(Markdown.text(standing))**"]
        return (head + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }).joined(separator: "\n") + "\n\n" + own
    }

    private var standing: String { report.end.map { OutcomeText.headline($0) } ?? "under way" }

    private func list(_ moment: Checklist.Moment) -> [String] {
        checklists.filter { $0.moment == moment }.flatMap { ChecklistText.markdown($0, report.answers) }
    }

    private var checks: [String] {
        Markdown.list(
            "Evidence",
            report.checks.map { result in
                Markdown.text("\(result.check.name): \(result.verdict.rawValue), \(result.evidence)")
            })
    }

    private var notes: [String] {
        Markdown.list(
            "Notes",
            report.notes.map { note in
                let step = note.step.map { " (\(Markdown.text($0.rawValue)))" } ?? ""
                return "\(DateText.iso(note.time))\(step): \(Markdown.text(note.text))"
            })
    }

    private static let invitation = """
        \(mark)

        ## Root cause

        ## What follows from it

        """
}
