import RollbackCore

/// Which step of a run by hand is next, from its state alone.
///
/// A step is never performed behind one of a later stage: what was passed over there stays passed over, until the
/// later one is taken back.
struct PacedOrder: Sendable {
    let plan: Plan
    let state: RunState
    /// Steps that were left out and that a person is asked about once more.
    let again: Set<StepName>

    /// Of a run that had come to an end, whoever opens it is asked about what was left out.
    static func askedAgain(_ plan: Plan, _ state: RunState) -> Set<StepName> {
        guard let end = state.end, end.outcome != .interrupted else { return [] }
        return Set(plan.steps.map(\.name).filter { if case .skipped = state[$0] { true } else { false } })
    }

    var question: PaceQuestion {
        guard state.direction == .forward else { return question(lastWithEffects) }
        guard let next else { return question(nil) }
        return question(next)
    }

    private func question(_ next: (stage: PlannedStage, step: PlannedStep)?) -> PaceQuestion {
        PaceQuestion(
            step: next?.step, stage: next?.stage.name, state: state, last: last,
            obstacle: next.flatMap { obstacle($0.step) })
    }

    private var next: (stage: PlannedStage, step: PlannedStep)? {
        for stage in plan.stages[(front ?? 0)...] {
            if let step = stage.steps.first(where: isOpen) { return (stage, step) }
        }
        return nil
    }

    private func isOpen(_ step: PlannedStep) -> Bool {
        switch state[step.name] {
        case .succeeded: false
        case .skipped: again.contains(step.name)
        default: true
        }
    }

    /// The last stage in which something may have been done.
    private var front: Int? {
        plan.stages.lastIndex { $0.steps.contains { RecoveryPlan.mayHaveEffects(state[$0.name]) } }
    }

    private var lastWithEffects: (stage: PlannedStage, step: PlannedStep)? {
        guard let front else { return nil }
        let stage = plan.stages[front]
        return stage.steps.last { RecoveryPlan.mayHaveEffects(state[$0.name]) }.map { (stage, $0) }
    }

    /// What was done or decided last.
    private var last: PlannedStep? { plan.steps.last { !state[$0.name].isUntouched } }

    private func obstacle(_ step: PlannedStep) -> String? {
        guard state.direction == .forward else { return nil }
        if case .undoFailed = state[step.name] { return "its being taken back has to be finished first" }
        return state.missing(for: step)
    }

    /// Why a stopped run needs somebody: required steps that failed, and steps that could not be taken back.
    var troubles: [String] {
        plan.steps.compactMap { step in
            switch state[step.name] {
            case .failed(let why, _) where step.necessity == .required: "\(step.name): \(why.firstLine)"
            case .undoFailed(let why, _): "could not take back \(step.name): \(why.firstLine)"
            default: nil
            }
        }
    }

    /// Nothing was done that still holds.
    var isAtStart: Bool { front == nil }
    var hasTakenBack: Bool { plan.steps.contains { state[$0.name] == .undone } }
}
