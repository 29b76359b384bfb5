package import RollbackCore

/// What to do after a run, by its outcome.
package enum NextSteps {
    /// - Parameters:
    ///   - byHand: steps that could not be done or taken back, with what a person would type.
    ///   - failing: services with a failing check.
    package static func after(
        _ outcome: Outcome, undone: Bool, level: Level? = nil, byHand: [PlannedStep] = [], failing: [ServiceName] = []
    ) -> [NextStep] {
        switch outcome {
        case .healthy, .degraded: served(outcome)
        case .unhealthy: unhealthy(failing, level)
        case .failed:
            [
                NextStep("see what runs now", .status), NextStep("mend the cause, then roll back again", .rollback),
            ]
        case .stuck:
            manual(byHand) + [
                NextStep("then go on from there", .resume), NextStep("or step by step, by hand", .manual),
                NextStep("or go back to the starting state", .undo),
            ]
        case .interrupted:
            [
                NextStep("finish it", .resume), NextStep("or go back to the starting state", .undo),
            ]
        case .cancelled: [NextStep("see what runs now", .status), NextStep("roll back", .rollback)]
        }
    }

    private static func served(_ outcome: Outcome) -> [NextStep] {
        [
            NextStep(outcome == .healthy ? "prove it again" : "see what is not proved", .verify),
            NextStep("look at the broken release again", .undo),
            NextStep("allow deployments again, once the fix is ready", .unpin),
        ]
    }

    private static func unhealthy(_ failing: [ServiceName], _ level: Level?) -> [NextStep] {
        let more = level == .fast ? [NextStep("or bring the environment back too, to the same target", .full)] : []
        return [NextStep("see what fails", .verify)]
            + failing.map { NextStep("read what \($0) says", .logs($0)) } + more
            + [NextStep("or go back to the starting state", .undo)]
    }

    private static func manual(_ steps: [PlannedStep]) -> [NextStep] {
        let services = steps.map(\.name.rawValue).filter { $0.hasPrefix("restart/") }
            .map { ServiceName(String($0.dropFirst("restart/".count))) }
        return services.map { NextStep("read what \($0) says", .logs($0)) }
            + steps.flatMap { step in step.commands.map { NextStep("by hand, for step \(step.name)", $0.shellText) } }
    }
}
