import RollbackCore
import RollbackDrivers
import RollbackProject
import RollbackReporting

/// From a look at the project to its `rollback/` tree.
struct InitFlow: Sendable {
    let platform: Platform
    let console: Console
    let updates: Bool
    let consented: Bool
    let dryRun: Bool
    let wantsWorkflow: Bool

    func run() async throws -> ExitCode {
        try refuseWorkflowNobodyReads()
        let inputs = ProjectInputs(platform: platform, wantsWorkflow: wantsWorkflow)
        let detection = try await inputs.detection()
        let writer = TreeWriter(root: platform.root)
        let record = try writer.record()
        let (tree, notes) = try inputs.tree(detection, record, updates: updates, text: writer.text)
        let plan = try TreePlan(tree, record: record, updates: updates, text: writer.text)
        show(detection.guesses + notes + inputs.offers(record))
        if dryRun {
            console.say(InitText.difference(plan.differences))
        } else {
            try askForConsent(plan)
            try writer.write(plan)
        }
        finish(plan)
        return .done
    }

    private func refuseWorkflowNobodyReads() throws {
        guard wantsWorkflow, platform.root != platform.git.root else { return }
        throw Failure.usage(
            "GitHub reads workflows at the root of a repository only, and this platform is a folder of \(platform.git.root)",
            next: SuggestedCommand.initialize(updates: updates, consents: consented).text)
    }

    private func show(_ guesses: [ProjectGuess]) {
        guesses.forEach { console.emit(JSONLines.guess($0)) }
        console.say(InitText.guesses(guesses))
    }

    /// A `rollback/` that this program has not made is a person's: what changes in it is shown first.
    private func askForConsent(_ plan: TreePlan) throws {
        guard plan.adopts, !consented else { return }
        console.say("There is a rollback/ already. Adopting it would change this:")
        console.say(InitText.difference(plan.differences))
        guard console.canAsk else {
            report(plan, planned: true)
            throw Failure.consentNeeded(again: TypedLine().with("--yes"))
        }
        let answer = console.ask("Adopt it? What makes room is kept in rollback/backups/. [y/N] ")?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw Failure.cancelled }
    }

    private func report(_ plan: TreePlan, planned: Bool) {
        for change in plan.changes {
            let difference = change.action == .write ? [] : plan.difference(of: change.path)
            console.emit(JSONLines.file(change, difference: difference))
        }
        console.say(InitText.changes(plan.changes, planned: planned))
    }

    private func finish(_ plan: TreePlan) {
        report(plan, planned: dryRun)
        let next: [SuggestedCommand] = dryRun ? [.initialize(updates: updates, consents: false)] : [.status, .plan]
        console.say("Next:\n" + next.map { "  \($0.text)" }.joined(separator: "\n"))
        console.emit(JSONLines.exit(.done, next: next.map(\.text)))
    }
}
