import RollbackCore

extension PlanText {
    /// The plan as a Markdown document, for a ticket or a chat.
    package var markdown: String {
        let facts = [
            ("From", Markdown.code(plan.current.rawValue)),
            (
                "To",
                Markdown.code(plan.target.id.rawValue) + " " + Markdown.text(CommitText.line(plan.target, now: now))
            ),
            ("Date", DateText.full(plan.target.date, now: now)),
            ("Schema", Markdown.text(Words.schema(plan.notes.schema))),
            ("Expected time", expected), ("Way back", Markdown.text(wayBack)), ("Plan", Markdown.code(digest.rawValue)),
        ]
        let sections = [
            Markdown.list("Warnings", plan.notes.warnings.map(Markdown.text)),
            Markdown.list("Migrations since the target", SchemaText.migrations(plan.notes).map(Markdown.text)),
            Markdown.list("What goes away", plan.notes.suspects.map { Markdown.text(CommitText.suspect($0)) }),
            Markdown.list("What is restored", plan.notes.restores.map(Markdown.text)),
            Markdown.list("What is left alone", plan.notes.leaves.map(Markdown.text)),
            ["## Stages", ""] + plan.stages.flatMap(stageMarkdown),
            ["## To do exactly this", ""] + Markdown.block([command]),
        ]
        let head = ["# \(Markdown.text(title))", ""] + Markdown.table(facts)
        return (head + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }).joined(separator: "\n") + "\n"
    }

    private func stageMarkdown(_ stage: PlannedStage) -> [String] {
        let head = [
            "### \(Markdown.text(stage.name))", "", Markdown.text(Words.capitalized(policy(stage.onFailure))) + ".", "",
        ]
        return head + stage.steps.flatMap(stepMarkdown)
    }

    private func stepMarkdown(_ step: PlannedStep) -> [String] {
        let line = "- **\(Markdown.text(step.name.rawValue))**: \(Markdown.text(step.summary))"
        guard !step.commands.isEmpty else { return [line, ""] }
        return [line, ""] + Markdown.block(step.commands.map(\.shellText)).map { "  " + $0 } + [""]
    }
}
