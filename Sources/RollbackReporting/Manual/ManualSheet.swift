package import FoundationEssentials
package import RollbackCore

/// The manual level on paper: what a person would be guided through, where there is no terminal to be guided on.
package struct ManualSheet: Sendable {
    private let plan: Plan
    private let checklists: [Checklist]
    private let contacts: EmergencyContacts
    private let now: Date
    private let state: RunState
    private let answers: [ChecklistAnswer]

    /// - Parameters:
    ///   - state: how far the run is, of one that was begun.
    ///   - answers: those to the checklists so far.
    package init(
        _ plan: Plan, _ checklists: [Checklist], _ contacts: EmergencyContacts, now: Date, state: RunState = RunState(),
        answers: [ChecklistAnswer] = []
    ) {
        self.plan = plan
        self.checklists = checklists
        self.contacts = contacts
        self.now = now
        self.state = state
        self.answers = answers
    }

    package var markdown: String {
        let sections = [
            Markdown.table(facts), Markdown.list("Warnings", plan.notes.warnings.map(Markdown.text)),
            list(.before), ["## Steps", ""] + plan.stages.enumerated().flatMap { stage($1, number: $0 + 1) },
            list(.after), Markdown.list("Contacts", contacts.people.map(MarkdownReport.contact)),
            Markdown.list("Dashboards", contacts.dashboards.map(MarkdownReport.contact)),
        ]
        let run = state.header.map { " (\($0.run))" } ?? ""
        let head = ["# Rollback by hand of \(Markdown.text(plan.root))\(run)", "", guided]
        return (head + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }).joined(separator: "\n") + "\n"
    }

    private var guided: String {
        let command = state.header == nil ? SuggestedCommand.manual : .resume
        return "To be guided through it, step by step, on a terminal: \(Markdown.code(command.text, inTable: false))"
    }

    private var facts: [(String, String)] {
        [
            ("From", Markdown.code(plan.current.rawValue)),
            (
                "To",
                Markdown.code(plan.target.id.rawValue) + " " + Markdown.text(CommitText.line(plan.target, now: now))
            ),
            ("Leaves", Markdown.text(Words.list(plan.notes.leaves))),
            ("Schema", Markdown.text(Words.schema(plan.notes.schema))),
            ("Way back", Markdown.text(plan.notes.wayBack.isEmpty ? SuggestedCommand.undo.text : plan.notes.wayBack)),
        ]
    }

    private func list(_ moment: Checklist.Moment) -> [String] {
        checklists.filter { $0.moment == moment }.flatMap { ChecklistText.markdown($0, answers) }
    }

    private func stage(_ stage: PlannedStage, number: Int) -> [String] {
        ["### \(number). \(Markdown.text(stage.name))", ""] + stage.steps.flatMap(step)
    }

    private func step(_ step: PlannedStep) -> [String] {
        let optional = step.necessity == .optional ? " (may be left out)" : ""
        let name = "**\(Markdown.text(step.name.rawValue))**"
        let line = "- [\(box(step))] \(name): \(Markdown.text(step.summary))\(optional)\(word(step))"
        guard !step.commands.isEmpty else { return [line, ""] }
        return [line, ""] + Markdown.block(step.commands.map(\.shellText)).map { "  " + $0 } + [""]
    }

    private func box(_ step: PlannedStep) -> String { if case .succeeded = state[step.name] { "x" } else { " " } }

    private func word(_ step: PlannedStep) -> String {
        switch state[step.name] {
        case .failed: " – failed"
        case .running: " – cut short"
        case .skipped: " – left out"
        case .undone: " – taken back"
        case .undoing, .undoFailed: " – not wholly taken back"
        case .pending, .succeeded: ""
        }
    }
}
