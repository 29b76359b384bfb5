package import RollbackCore

/// What to do with a step, from its state alone. Pure, so that every case is a line in a test.
package enum RecoveryPlan {
    package enum Action: Hashable, Sendable {
        /// Done already; its recorded output counts.
        case reuse
        case perform(attempt: Int)
        /// Started without an outcome: observe before repeating.
        case observe(attempt: Int)
        /// A person left it out: the run goes on without it.
        case leaveOut(String)
        /// Its being taken back was cut short: that is finished before it is performed once more.
        case takeBackFirst
        /// The journal does not allow going forward from here.
        case impossible(String)
    }

    package enum Decision: Sendable {
        case adopt(JSONValue)
        case `repeat`
        case askPerson(String)
    }

    /// - Parameter chosen: a person wants this step done now, whatever was decided before.
    package static func action(
        for planned: PlannedStep, in state: StepState, chosen: Bool = false
    ) -> Action {
        switch state {
        case .succeeded: .reuse
        case .pending, .undone: .perform(attempt: 1)
        // A verification changes nothing, and without it nothing is proved: whoever goes on makes up for it.
        case .skipped(_, let attempt) where chosen || planned.necessity == .verification:
            .perform(attempt: attempt + 1)
        case .skipped(let why, _): .leaveOut(why)
        case .failed(_, let attempt): .perform(attempt: attempt + 1)
        case .running(let attempt): .observe(attempt: attempt)
        case .undoing: .takeBackFirst
        case .undoFailed: .impossible("\(planned.name) could not be taken back")
        }
    }

    /// - Parameters:
    ///   - observation: nil when the world could not be asked.
    ///   - told: the run stopped for a person because of this step, and the person goes on: it may run again.
    package static func decision(
        for planned: PlannedStep, _ observation: Observation<JSONValue>?, told: Bool = false
    ) -> Decision {
        switch observation {
        case .applied(let output): .adopt(output)
        case .notApplied: .repeat
        case .unclear where planned.repeatable || told, nil where planned.repeatable || told: .repeat
        case .unclear(let why): .askPerson(why)
        case nil: .askPerson("whether it was done cannot be found out")
        }
    }

    /// A step that failed or was cut short may have done part of its work.
    package static func mayHaveEffects(_ state: StepState) -> Bool {
        switch state {
        case .pending, .undone, .skipped(_, attempt: 0): false
        case .skipped, .running, .succeeded, .failed, .undoing, .undoFailed: true
        }
    }
}
