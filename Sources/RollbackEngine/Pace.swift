package import RollbackCore

/// Decides before each step of a run that somebody does by hand: its steps then run one after another.
package protocol Pacing: Sendable {
    /// Asked as often as it takes: a choice that the question does not allow is asked for again.
    func choice(_ question: PaceQuestion) async throws -> PaceChoice
}

package enum PaceChoice: Hashable, Sendable {
    /// Performs the step; in a run that goes back, takes it back; without a step, ends the run.
    case perform
    /// Goes on without it, for a reason in the person's words.
    case skip(why: String)
    /// Takes back what was done or decided last.
    case takeBackLast
    case stop
}

/// What a person decides about next.
package struct PaceQuestion: Hashable, Sendable {
    /// Nil: every step is done or left out, and the run can end.
    package var step: PlannedStep?
    package var stage: String?
    package var state: RunState
    /// What `takeBackLast` would take back.
    package var last: PlannedStep?
    /// Why the step cannot be performed.
    package var obstacle: String?

    package var direction: Direction { state.direction }
    package var now: StepState { step.map { state[$0.name] } ?? .pending }
    package var mayPerform: Bool { obstacle == nil }
    package var maySkip: Bool { direction == .forward && step != nil && !now.isBeingTakenBack }
    package var mayTakeBack: Bool { direction == .forward && last != nil }
}

extension StepState {
    /// Taking it back was cut short or failed: that has to be finished first.
    var isBeingTakenBack: Bool {
        switch self {
        case .undoing, .undoFailed: true
        default: false
        }
    }

    /// Nobody has done or decided anything about it that still holds.
    var isUntouched: Bool { self == .pending || self == .undone }
}

extension RunState {
    /// Why a step cannot be performed: it stands on one that was left out.
    func missing(for step: PlannedStep) -> String? {
        for needed in step.needs ?? [] {
            if case .skipped = self[needed] { return "it needs \(needed), which was left out" }
        }
        return nil
    }
}

extension RecoveryPlan.Action {
    var performs: Bool {
        switch self {
        case .perform, .observe, .takeBackFirst: true
        default: false
        }
    }
}
