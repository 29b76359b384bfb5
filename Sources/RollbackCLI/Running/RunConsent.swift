import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackReporting

/// A person's yes to a plan that was shown. Where rows are parked it is the platform's name, so that nobody says it in
/// passing.
struct RunConsent: Sendable {
    let platform: Platform
    let console: Console

    /// - Throws: `Failure.cancelled`; `Failure.consentNeeded` where nobody can be asked.
    func ask(for plan: Plan) throws {
        guard platform.configuration.settings.confirmationRequired else { return }
        guard console.canAsk else { throw Failure.consentNeeded(again: TypedLine().consented()) }
        guard try parksRows(plan) else {
            let answer = console.ask(plan.activates ? "Activate it now? [y/N] " : "Go back now? [y/N] ") ?? ""
            guard ["y", "yes"].contains(answer.lowercased()) else { throw Failure.cancelled }
            return
        }
        let name = platform.root.split(separator: "/").last.map(String.init) ?? platform.root
        let answer = console.ask("Rows are parked. To go back now, type \(SafeText.oneLine(name)): ") ?? ""
        guard answer == name else { throw Failure.cancelled }
    }

    private func parksRows(_ plan: Plan) throws -> Bool {
        try DatabaseSteps.settings(of: plan).contains { $0.plan.verdict == .parkable }
    }
}
