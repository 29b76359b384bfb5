import RollbackCore

/// Performs or takes back one step, with its attempts, and writes down each of them.
struct StepRunner: Sendable {
    let steps: [StepName: AnyStep]
    let recorder: RunRecorder
    let events: EventHub
    let clock: any TimeKeeping
    let words: ErrorWords

    /// Brings a step to success, whatever an earlier process left of it.
    /// - Parameter told: a person has read that the step's outcome is not known, and goes on.
    /// - Parameter chosen: a person wants exactly this step done now.
    /// - Returns: nil, or why a step that the run needs has not succeeded.
    func advance(_ planned: PlannedStep, told: Bool, chosen: Bool = false) async throws -> Trouble? {
        let step = try step(planned)
        let state = await recorder.state
        let action = RecoveryPlan.action(for: planned, in: state[planned.name], chosen: chosen)
        if action.performs, let missing = state.missing(for: planned) {
            return Trouble(sentence(planned, missing), needsPerson: true)
        }
        switch action {
        case .reuse:
            events.emit(.stepReused, step: planned.name)
            return nil
        case .perform(let attempt):
            return try await attempts(planned, step, from: attempt)
        case .observe(let attempt):
            return try await recover(planned, step, attempt, told: told)
        case .leaveOut(let why):
            events.emit(.stepSkipped(why), step: planned.name)
            return nil
        case .takeBackFirst:
            if let trouble = try await takeBack(planned) { return trouble }
            return try await attempts(planned, step, from: 1)
        case .impossible(let why):
            return Trouble(why)
        }
    }

    /// A step that was started and has no outcome: the world is asked before anything is repeated.
    private func recover(
        _ planned: PlannedStep, _ step: AnyStep, _ attempt: Int, told: Bool
    ) async throws -> Trouble? {
        let observation = try? await step.observe()
        switch RecoveryPlan.decision(for: planned, observation, told: told) {
        case .adopt(let output):
            try await recorder.record(.step(planned.name, .succeeded(output)))
            events.emit(.stepReused, step: planned.name)
            return nil
        case .repeat:
            return try await attempts(planned, step, from: attempt + 1)
        case .askPerson(let why):
            return try await ask(planned, why)
        }
    }

    /// Nobody is kept waiting for a step that the run can do without.
    private func ask(_ planned: PlannedStep, _ why: String) async throws -> Trouble? {
        if planned.necessity == .required { return Trouble(sentence(planned, why), needsPerson: true) }
        try await recorder.record(.step(planned.name, .failed(why)))
        events.emit(.warning(sentence(planned, why)), step: planned.name)
        return nil
    }

    private func attempts(_ planned: PlannedStep, _ step: AnyStep, from first: Int) async throws -> Trouble? {
        let last = first + max(1, planned.attempts) - 1
        for attempt in first...last {
            guard let why = try await attempted(planned, step, attempt) else { return nil }
            guard attempt == last else { continue }
            if planned.necessity == .required { return Trouble(sentence(planned, why)) }
            events.emit(.warning(sentence(planned, why)), step: planned.name)
        }
        return nil
    }

    /// One attempt. Returns why it failed, or nil.
    private func attempted(_ planned: PlannedStep, _ step: AnyStep, _ attempt: Int) async throws -> String? {
        try await recorder.record(.step(planned.name, .started(attempt: attempt)))
        events.emit(.stepBegan(attempt: attempt), step: planned.name)
        let began = clock.now()
        do {
            let output = try await TimeLimit.within(planned.limit, of: planned.name.rawValue, clock) {
                try await step.perform(events.progress(of: planned.name))
            }
            try await recorder.record(.step(planned.name, .succeeded(output)))
            events.emit(.stepSucceeded(seconds: (clock.now() - began).seconds), step: planned.name)
            return nil
        } catch let failure where !failure.isOfTheJournal {
            let why = words(failure)
            try await recorder.record(.step(planned.name, .failed(why)))
            events.emit(.stepFailed(why, seconds: (clock.now() - began).seconds), step: planned.name)
            return why
        }
    }

    /// Takes a step back, if it may have had an effect.
    func takeBack(_ planned: PlannedStep) async throws -> Trouble? {
        let state = await recorder[planned.name]
        guard RecoveryPlan.mayHaveEffects(state) else { return nil }
        try await recorder.record(.step(planned.name, .undoStarted))
        events.emit(.undoBegan, step: planned.name)
        let began = clock.now()
        do {
            try await step(planned).undo(state.output, events.progress(of: planned.name))
            try await recorder.record(.step(planned.name, .undone))
            events.emit(.stepUndone(seconds: (clock.now() - began).seconds), step: planned.name)
            return nil
        } catch let failure where !failure.isOfTheJournal {
            let why = words(failure)
            try await recorder.record(.step(planned.name, .undoFailed(why)))
            events.emit(.undoFailed(why), step: planned.name)
            return Trouble("could not take back \(planned.name): \(why.firstLine)")
        }
    }

    func hasEffects(_ stage: PlannedStage) async -> Bool {
        let state = await recorder.state
        return stage.steps.contains { RecoveryPlan.mayHaveEffects(state[$0.name]) }
    }

    private func step(_ planned: PlannedStep) throws -> AnyStep {
        guard let step = steps[planned.name] else { throw Failure.unknownStepKind(planned.kind) }
        return step
    }

    private func sentence(_ planned: PlannedStep, _ why: String) -> String { "\(planned.name): \(why.firstLine)" }
}
