import RollbackCore

/// The facts at the head of a report, the same in each format.
extension RunReport {
    /// Plain text, not yet escaped for any format.
    var facts: [(label: String, value: String)] {
        let plan = header?.plan
        let facts: [(String, String?)] = [
            ("Platform", plan?.root), ("Environment", plan?.notes.environment),
            ("From", plan.map { $0.current.rawValue + Words.release($0.notes.currentRelease) }),
            (
                "To",
                plan.map {
                    "\($0.target.id)\(Words.release($0.notes.targetRelease)) “\($0.target.subject)” by \($0.target.author)"
                }
            ),
            ("Target's date", targetDate), ("Level", plan?.level.rawValue), ("Began", began.map(DateText.iso)),
            ("Took", DurationText.text(seconds)),
            ("Service restored", restoredAfter.map { "after \(DurationText.text($0))" } ?? "not seen"),
            ("Expected", plan.map { $0.notes.expectedSeconds.map(DurationText.text) ?? "no history yet" }),
            ("By", header.map { "\($0.actor) on \($0.host)" }), ("Reason", header?.reason),
            ("Database schema", plan.map { SchemaText.lines($0.notes).joined(separator: "; ") }),
            ("Restores", plan.flatMap { Self.list($0.notes.restores) }),
            ("Leaves", plan.flatMap { Self.list($0.notes.leaves) }),
            ("To know", plan.flatMap { Self.list($0.notes.warnings) }),
            ("Plan", header?.digest.rawValue),
            ("lastgood", header?.version),
        ]
        return facts.compactMap { fact in fact.1.map { (fact.0, $0) } }
    }

    private static func list(_ lines: [String]) -> String? { lines.isEmpty ? nil : lines.joined(separator: "; ") }

    var title: String {
        guard let header else { return "Rollback (its beginning is not known)" }
        return "Rollback \(header.run) of \(header.plan.root)"
    }

    /// The outcome in a line; a run without an end was cut short.
    var headline: String { OutcomeText.headline(end ?? RunEnd(outcome: .interrupted)) }

    /// The age counts to the beginning of the run: a report is read long after.
    private var targetDate: String? {
        guard let date = header?.plan.target.date, let began else { return nil }
        return DateText.iso(date) + ", \(DateText.age(of: date, now: began)) when the run began"
    }
}
