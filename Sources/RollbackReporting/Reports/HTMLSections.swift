import RollbackCore

/// The parts of the HTML report.
enum HTMLSections {
    static func next(_ step: NextStep) -> HTML {
        "<div class=\"next\"><p>\(step.why)</p><pre>\(step.command)</pre></div>"
    }

    static func contacts(_ contacts: EmergencyContacts) -> [HTML] {
        (contacts.people + contacts.dashboards).map {
            "<p class=\"contact\"><strong>\($0.name)</strong> \(HTML.link($0.address))</p>"
        }
    }

    static func list(_ items: [String], _ kind: String) -> [HTML] {
        items.isEmpty ? [] : ["<ul class=\"\(kind)\">\(items.map { "<li>\(SafeText.oneLine($0))</li>" as HTML })</ul>"]
    }

    static func step(_ step: StepReport, total: Double) -> HTML {
        let took = step.seconds.map(DurationText.text) ?? "–"
        let why = step.why.map { "<pre class=\"why\">\($0)</pre>" as HTML }
        let commands = step.commands.map(\.shellText).joined(separator: "\n")
        return """
            <div class="step \(tone(step.state).rawValue)">
            \(row("\(tone(step.state).mark) \(step.name.rawValue)", "\(step.state.rawValue) · \(took)"))
            <p>\(step.summary)</p>
            \(bar(step, total: total))
            \(why ?? HTML(""))\(folded("Commands", commands))
            </div>
            """
    }

    static func check(_ result: CheckResult) -> HTML {
        let (tone, note) = mark(result)
        let time = DurationText.text(result.milliseconds / 1000)
        return """
            <div class="check \(tone.rawValue)">
            \(row("\(tone.mark) \(result.check.name)", "\(result.verdict.rawValue) · \(note) · \(time)"))
            <p>\(result.evidence)</p>
            </div>
            """
    }

    static func symptom(_ symptom: Symptom) -> HTML {
        let lines = symptom.lines.joined(separator: "\n")
        return """
            <div class="symptom">
            <p><strong>\(symptom.service.rawValue)</strong> \(symptom.what)</p>
            \(HTML.when(!lines.isEmpty, "<pre>\(lines)</pre>"))
            </div>
            """
    }

    static func entry(_ entry: RunReport.TimelineEntry) -> HTML {
        let after = DurationText.text(entry.elapsed)
        return """
            <p class="entry \(entry.line.tone.rawValue)"><time>\(after)</time>\
            <span>\(entry.line.tone.mark) \(entry.line.text)</span></p>
            """
    }

    private static func row(_ name: String, _ state: String) -> HTML {
        "<p class=\"row\"><strong>\(name)</strong><span>\(state)</span></p>"
    }

    private static func folded(_ summary: String, _ text: String) -> HTML {
        HTML.when(!text.isEmpty, "<details><summary>\(summary)</summary><pre>\(text)</pre></details>")
    }

    /// Where in the run a step lay: the whole width is the whole run.
    private static func bar(_ step: StepReport, total: Double) -> HTML {
        guard let began = step.began, let seconds = step.seconds, total > 0, total.isFinite else { return "" }
        let start = min(99, max(0, began / total * 100))
        let width = min(100 - start, max(1, seconds / total * 100))
        let (x, wide) = (DurationText.decimal(start, places: 1), DurationText.decimal(width, places: 1))
        return """
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="\(DurationText.text(seconds))">\
            <rect class="track" width="100" height="4"/><rect class="bar" x="\(x)" width="\(wide)" height="4"/></svg>
            """
    }

    private static func tone(_ state: StepReport.State) -> EventLine.Tone {
        switch state {
        case .done, .reused: .good
        case .failed, .undoFailed: .bad
        case .undone, .running, .undoing, .skipped: .warning
        case .pending: .note
        }
    }

    private static func mark(_ result: CheckResult) -> (EventLine.Tone, String) {
        let note = result.check.critical ? "critical" : "not critical"
        switch result.verdict {
        case .healthy: return (.good, note)
        case .bad: return (result.check.critical ? .bad : .warning, note)
        case .inconclusive: return (.warning, note)
        }
    }
}
