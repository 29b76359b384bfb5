import RollbackCore

/// A run's report as plain lines, for a terminal.
package enum TextReport {
    package static func text(_ report: RunReport) -> String {
        let facts = LabelledLines.text(report.facts.map { ($0.label, [$0.value]) })
        let sections = [
            facts, section("What to do next", NextStep.table(report.next)), report.contacts.lines,
            section("Warnings", report.warnings), section("Steps", report.steps.map(step)),
            section("Evidence", report.checks.map(check)),
            section("Seen before acting", report.symptoms.map { "\($0.service): \($0.what)" }),
            section("Suspects", report.suspects.map(CommitText.suspect)),
            section("Timeline", report.timeline.map(moment)),
        ]
        let head = [SafeText.oneLine(report.title), SafeText.oneLine(report.headline)]
        let reasons = report.end?.reasons.map { "  " + Words.sentence($0) } ?? []
        return (head + reasons + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }).joined(separator: "\n") + "\n"
    }

    private static func section(_ heading: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [heading] + lines.map { "  " + SafeText.oneLine($0) }
    }

    private static func step(_ step: StepReport) -> String {
        let took = step.seconds.map { ", \(DurationText.text($0))" } ?? ""
        return "\(step.name): \(step.state.rawValue)\(took)" + (step.why.map { " (\($0))" } ?? "")
    }

    private static func check(_ result: CheckResult) -> String {
        "\(result.check.name): \(result.verdict.rawValue), \(result.evidence)"
    }

    private static func moment(_ entry: RunReport.TimelineEntry) -> String {
        "\(DateText.clock(entry.time))  \(entry.line.tone.mark) \(entry.line.text)"
    }
}
