package import RollbackCore

/// A verification as text: each check with what was seen, what nobody proved, and what follows.
package enum VerificationText {
    /// - Parameter contacts: whom to call; shown when the platform is not well.
    package static func text(
        _ report: VerificationReport, contacts: EmergencyContacts = .none, style: TerminalStyle = .plain
    ) -> String {
        let width = report.results.map { Columns.width($0.check.name) }.max() ?? 0
        let checks = report.results.map { line($0, width: width, style) }
        let unproved = report.unproved.map { "not proved: \(SafeText.oneLine($0))" }
        let tone = OutcomeText.tone(report.outcome)
        let head = style.painted(headline(report), tone)
        let steps = NextStep.table(next(report)).map { "  \($0)" }
        let help = steps.isEmpty ? [] : ["Next:"] + steps + contacts.lines
        return (checks + unproved + [head] + help).joined(separator: "\n") + "\n"
    }

    private static func line(_ result: CheckResult, width: Int, _ style: TerminalStyle) -> String {
        let tone = tone(result)
        let sign = style.live ? tone.mark : Columns.padded(word(result), to: 12)
        let note = result.check.critical ? "" : " (not critical)"
        let text = SafeText.oneLine(result.evidence) + note
        let name = Columns.padded(SafeText.oneLine(result.check.name), to: width)
        return style.painted(sign, tone) + " \(name)  \(text)"
    }

    private static func tone(_ result: CheckResult) -> EventLine.Tone {
        switch result.verdict {
        case .healthy: .good
        case .bad: result.check.critical ? .bad : .warning
        case .inconclusive: .warning
        }
    }

    private static func word(_ result: CheckResult) -> String {
        switch result.verdict {
        case .healthy: "ok"
        case .bad: result.check.critical ? "FAILED" : "failed"
        case .inconclusive: "inconclusive"
        }
    }

    private static func headline(_ report: VerificationReport) -> String {
        let passed = report.results.filter { $0.verdict == .healthy }.count
        let count = "\(passed) of \(Words.count(report.results.count, "check")) passed"
        return report.results.isEmpty
            ? "\(report.outcome.rawValue): nothing was checked" : "\(report.outcome.rawValue): \(count)"
    }

    /// What to do; nothing when the platform is well.
    package static func next(_ report: VerificationReport) -> [NextStep] {
        guard report.outcome == .unhealthy else { return [] }
        let failing = report.results.filter { $0.verdict == .bad }.compactMap(\.check.service)
        let logs = Set(failing).sorted().map { NextStep("read what \($0) says", .logs($0)) }
        return logs + [NextStep("see what a rollback would do", .plan), NextStep("roll back", .rollback)]
    }
}
