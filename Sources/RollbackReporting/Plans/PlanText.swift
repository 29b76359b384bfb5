package import FoundationEssentials
package import RollbackCore

/// A plan as text: one screen to say yes or no to, or everything.
package struct PlanText: Sendable {
    package var plan: Plan
    package var digest: PlanDigest
    /// The moment that ages are counted to.
    package var now: Date

    package init(_ plan: Plan, digest: PlanDigest, now: Date) {
        self.plan = plan
        self.digest = digest
        self.now = now
    }

    /// The line that executes exactly this plan and refuses when anything it depends on has changed.
    package var command: String { SuggestedCommand.rollbackPlan(level: plan.level, digest: digest).text }

    /// At most 22 lines, so that the question after it stands on the same screen of 24. Warnings and the digest are
    /// never cut off; the rest is cut to the width, and what is missing is counted.
    package func screen(columns: Int = 80) -> String {
        let facts = LabelledLines.text([
            ("from", [plan.current.short + Words.release(plan.notes.currentRelease)]), ("to", [target]),
            ("takes away", limited(suspects, to: 4)), ("does", limited(stages, to: 6)),
            ("restores", [Words.list(plan.notes.restores)].filter { !$0.isEmpty }),
            ("leaves", [Words.list(plan.notes.leaves)].filter { !$0.isEmpty }),
            ("schema", [SchemaText.line(plan.notes)]), ("time", [expected]), ("way back", [wayBack]),
        ])
        let fitted = ([title] + facts).map { Columns.fitted($0, to: columns) }
        let warnings = limited(plan.notes.warnings.map { "! \(SafeText.oneLine($0))" }, to: 3)
        return (fitted + warnings + ["plan \(digest.short): \(command)"]).joined(separator: "\n") + "\n"
    }

    /// Everything: each step with its commands, each suspect, each warning.
    package var full: String {
        let facts = LabelledLines.text([
            ("from", [plan.current.rawValue + Words.release(plan.notes.currentRelease)]), ("to", [target]),
            ("", ["\(plan.target.id) of \(DateText.iso(plan.target.date))"]), ("takes away", suspects),
            ("restores", plan.notes.restores), ("leaves", plan.notes.leaves),
            ("schema", SchemaText.lines(plan.notes)), ("time", [expected]), ("way back", [wayBack]),
        ])
        let steps = plan.stages.enumerated().flatMap { stageLines($1, number: $0 + 1) }
        let warnings = plan.notes.warnings.map { "! \(SafeText.oneLine($0))" }
        let end = ["plan \(digest)", "To do exactly this:", "  \(command)"]
        let parts = [[title], facts, [""], steps, warnings.isEmpty ? [] : [""] + warnings, [""], end]
        return parts.flatMap { $0 }.joined(separator: "\n") + "\n"
    }
}

extension PlanText {
    var title: String {
        let environment = plan.notes.environment.map { ", \(SafeText.oneLine($0))" } ?? ""
        return "Roll back \(SafeText.oneLine(plan.root))\(environment) (\(plan.level.rawValue))"
    }

    private var target: String {
        (plan.notes.targetRelease.map { "\($0), " } ?? "") + CommitText.line(plan.target, now: now)
    }

    var expected: String {
        plan.notes.expectedSeconds.map { "about \(DurationText.text($0)), from this platform's history" }
            ?? "no history yet"
    }

    var wayBack: String { plan.notes.wayBack.isEmpty ? SuggestedCommand.undo.text : plan.notes.wayBack }

    var suspects: [String] {
        plan.notes.suspects.isEmpty ? ["no commits"] : plan.notes.suspects.map(CommitText.suspect)
    }

    /// A stage in a line: what it does, its steps apart by `+` because they run at the same time.
    private var stages: [String] {
        plan.stages.map { "\($0.name): \($0.steps.map(\.summary).joined(separator: " + "))" }
    }

    private func stageLines(_ stage: PlannedStage, number: Int) -> [String] {
        let head = "\(number). \(SafeText.oneLine(stage.name))  (\(policy(stage.onFailure)))"
        return [head] + stage.steps.flatMap(stepLines)
    }

    private func stepLines(_ step: PlannedStep) -> [String] {
        let expected = plan.notes.expectedSteps[step.name].map { ", about \(DurationText.text($0))" } ?? ""
        let optional = step.necessity == .optional ? " (optional)" : ""
        let head = "   - \(step.name): \(step.summary)\(optional)\(expected)"
        return [SafeText.line(head)] + step.commands.map { "       $ \(SafeText.oneLine($0.shellText))" }
    }

    func policy(_ policy: FailurePolicy) -> String {
        switch policy {
        case .undo: "if it fails: back to the starting state"
        case .hold: "if it fails: held for a person"
        case .forwardOnly: "if it fails: goes on"
        }
    }

    private func limited(_ lines: [String], to most: Int) -> [String] {
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + ["and \(lines.count - most + 1) more: \(SuggestedCommand.plan.text)"]
    }
}
