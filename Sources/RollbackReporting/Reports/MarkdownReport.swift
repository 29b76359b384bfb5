import RollbackCore

/// A run's report as Markdown.
package enum MarkdownReport {
    package static func text(_ report: RunReport) -> String {
        let head = ["# \(Markdown.text(report.title))", "", "**\(Markdown.text(report.headline))**"]
        let reasons = report.end?.reasons.map { "- \(Markdown.text(Words.sentence($0)))" } ?? []
        let sections = [
            reasons, Markdown.table(report.facts.map { ($0.label, Markdown.text($0.value)) }), next(report),
            Markdown.list("Contacts", report.contacts.people.map(contact)),
            Markdown.list("Dashboards", report.contacts.dashboards.map(contact)),
            Markdown.list("Warnings", report.warnings.map(Markdown.text)), steps(report),
            Markdown.list("Proved", report.proved.map { Markdown.text(proved($0)) }), checks(report),
            symptoms(report), Markdown.list("Suspects", report.suspects.map { Markdown.text(CommitText.suspect($0)) }),
            timeline(report),
        ]
        return (head + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }).joined(separator: "\n") + "\n"
    }

    private static func next(_ report: RunReport) -> [String] {
        ["## What to do next", ""] + Markdown.block(NextStep.table(report.next))
    }

    static func proved(_ note: RunReport.Note) -> String {
        (note.step.map { "\($0): " } ?? "") + note.text
    }

    static func contact(_ entry: EmergencyContacts.Entry) -> String {
        "\(Markdown.text(entry.name)): \(Markdown.link(entry.address))"
    }

    static func steps(_ report: RunReport) -> [String] {
        guard !report.steps.isEmpty else { return [] }
        let rows = report.steps.map { step in
            let took = step.seconds.map(DurationText.text) ?? "–"
            let cells = [step.stage, step.name.rawValue, step.summary, step.state.rawValue].map(Markdown.text)
            return "| \(cells.joined(separator: " | ")) | \(took) |"
        }
        let table = ["## Steps", "", "| stage | step | what | state | time |", "|---|---|---|---|---:|"] + rows
        return table + report.steps.flatMap(details)
    }

    /// What a table cannot hold: why a step failed, and what a person would type.
    private static func details(_ step: StepReport) -> [String] {
        let head = step.state == .skipped ? "Why it was left out:" : "Why it failed:"
        let why = step.why.map { [head, ""] + Markdown.block([$0]) + [""] } ?? []
        let commands = step.commands.isEmpty ? [] : Markdown.block(step.commands.map(\.shellText))
        return why.isEmpty && commands.isEmpty
            ? [] : ["", "### \(Markdown.text(step.name.rawValue))", ""] + why + commands
    }

    private static func checks(_ report: RunReport) -> [String] {
        guard !report.checks.isEmpty else { return [] }
        let rows = report.checks.map { result in
            let critical = result.check.critical ? "critical" : "not critical"
            let time = DurationText.text(result.milliseconds / 1000)
            let cells = [result.check.name, result.verdict.rawValue, result.evidence].map(Markdown.text)
            return "| \(cells.joined(separator: " | ")) | \(critical) | \(time) |"
        }
        return ["## Evidence", "", "| check | verdict | seen | | time |", "|---|---|---|---|---:|"] + rows
    }

    private static func symptoms(_ report: RunReport) -> [String] {
        guard !report.symptoms.isEmpty else { return [] }
        return ["## Seen before acting"]
            + report.symptoms.flatMap { symptom in
                ["", "### \(Markdown.text("\(symptom.service): \(symptom.what)"))", ""] + Markdown.block(symptom.lines)
            }
    }

    static func timeline(_ report: RunReport) -> [String] {
        let rows = report.timeline.map { entry in
            "| \(DurationText.text(entry.elapsed)) | \(DateText.clock(entry.time)) | "
                + "\(entry.line.tone.mark) \(Markdown.text(entry.line.text)) |"
        }
        return ["## Timeline", "", "| after | UTC | |", "|---:|---|---|"] + rows
    }
}
