package import RollbackCore

/// What a person reads before deciding about a step of a run by hand.
package enum PaceText {
    /// A key, what it does, and to what.
    package struct Key: Hashable, Sendable {
        package var key: Character
        package var meaning: String

        package init(_ key: Character, _ meaning: String) {
            self.key = key
            self.meaning = meaning
        }
    }

    /// What it does and what a person would type for it, then how it stands.
    /// - Parameter obstacle: why it cannot be done now.
    package static func step(
        _ step: PlannedStep, in plan: Plan, stage: String, state: StepState, _ direction: Direction, obstacle: String?
    ) -> String {
        let names = plan.steps.map(\.name)
        let number = names.firstIndex(of: step.name).map { ", step \($0 + 1) of \(names.count)" } ?? ""
        let back = direction == .backward ? "take back " : ""
        let head = "Stage \(stage)\(number): \(back)\(step.name)"
        let by = step.commands.isEmpty ? [] : ["  What a person would type for it:"]
        let lines =
            ["", head, "  \(step.summary)\(remark(step, plan))"] + by
            + step.commands.map { "    $ \($0.shellText)" } + standing(state)
            + (obstacle.map { ["! it cannot be done: \($0)"] } ?? [])
        return lines.map { SafeText.line($0) }.joined(separator: "\n") + "\n"
    }

    /// `restart/web: [d] do  [s] leave out  [q] stop > `
    package static func prompt(_ subject: String, _ keys: [Key]) -> String {
        let shown = keys.map { "[\($0.key)] \($0.meaning)" }.joined(separator: "  ")
        return SafeText.oneLine("\(subject): \(shown) >") + " "
    }

    private static func remark(_ step: PlannedStep, _ plan: Plan) -> String {
        let optional = step.necessity == .optional ? ["the run can do without it"] : []
        let expected = plan.notes.expectedSteps[step.name].map { ["about \(DurationText.text($0))"] } ?? []
        let all = optional + expected
        return all.isEmpty ? "" : " (\(all.joined(separator: ", ")))"
    }

    private static func standing(_ state: StepState) -> [String] {
        switch state {
        case .pending, .succeeded: []
        case .running: ["! it was cut short, and whether it was done is not known"]
        case .failed(let why, _): reason("! it failed: ", why)
        case .undoing: ["! its being taken back was cut short"]
        case .undone: ["  it was taken back"]
        case .undoFailed(let why, _): reason("! it could not be taken back: ", why)
        case .skipped(let why, _): reason("! it was left out", why.isEmpty ? "" : ": \(why)")
        }
    }

    private static func reason(_ start: String, _ why: String) -> [String] {
        let lines = SafeText.lines(why)
        return [start + (lines.first ?? "")] + lines.dropFirst().map { "    \($0)" }
    }
}
