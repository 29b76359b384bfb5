import RollbackCore

/// The line that is redrawn while a run is under way.
enum StatusLine {
    /// The most telling form that fits: with what each step does, without, or with the number of steps only.
    static func text(_ state: LiveState, elapsed: Double, columns: Int) -> String {
        let clock = clock(state, elapsed)
        let short = state.running.count > 1 ? [Words.count(state.running.count, "step")] : []
        let forms = [
            state.running.map { step($0, state.plan, elapsed) + ($0.doing.map { " – \($0)" } ?? "") },
            state.running.map { step($0, state.plan, elapsed) },
            state.running.map { $0.step.rawValue },
            short,
        ]
        let lines = forms.map { SafeText.oneLine(([clock] + $0).joined(separator: " · ")) }
        return lines.first { Columns.width($0) <= columns } ?? Columns.fitted(lines.last ?? clock, to: columns)
    }

    private static func clock(_ state: LiveState, _ elapsed: Double) -> String {
        guard let expected = state.plan?.notes.expectedSeconds else { return DurationText.text(elapsed) }
        return "\(DurationText.text(elapsed)) of about \(DurationText.text(expected))"
    }

    private static func step(_ running: LiveState.Running, _ plan: Plan?, _ elapsed: Double) -> String {
        let took = DurationText.text(max(0, elapsed - running.began))
        let name = running.undoing ? "taking back \(running.step)" : running.step.rawValue
        guard let expected = plan?.notes.expectedSteps[running.step], !running.undoing else { return "\(name) \(took)" }
        return "\(name) \(took) of \(DurationText.text(expected))"
    }
}
