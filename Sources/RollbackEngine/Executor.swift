package import RollbackCore

/// Takes a run along its plan, forward or back, from wherever its journal says it is.
///
/// It knows nothing of what steps do. Every decision is written down before it has an effect, so that a second
/// executor can go on from the journal at any instant.
package struct Executor: Sendable {
    let plan: Plan
    let recorder: RunRecorder
    let events: EventHub
    let runner: StepRunner
    let interrupted: @Sendable () -> Bool
    /// Asked before each step of a run by hand; nil: the run goes on by itself.
    let pace: (any Pacing)?

    /// - Parameters:
    ///   - steps: a step for each of the plan's names.
    ///   - words: how failures are worded in the journal and in events.
    ///   - interrupted: asked between stages; true stops the run as resumable.
    package init(
        plan: Plan, steps: [StepName: AnyStep], recorder: RunRecorder, events: EventHub, clock: any TimeKeeping,
        words: ErrorWords = .plain,
        interrupted: @escaping @Sendable () -> Bool = { false }, pace: (any Pacing)? = nil
    ) {
        self.pace = pace
        self.plan = plan
        self.recorder = recorder
        self.events = events
        self.interrupted = interrupted
        runner = StepRunner(steps: steps, recorder: recorder, events: events, clock: clock, words: words)
    }

    /// Goes on in the journal's direction until the run has ended for now.
    /// - Throws: only what makes recording impossible; everything else is an outcome.
    package func run() async throws -> RunEnd {
        await recorder.state.direction == .forward ? try await forward() : try await backward()
    }

    /// Turns the run round, by somebody's wish, and takes back what was done.
    package func undo(why: String) async throws -> RunEnd {
        try await turn(.backward, asked: true, why: why)
        return try await backward()
    }

    private func forward() async throws -> RunEnd {
        if let pace { return try await forward(pace) }
        // In a run that was held, every step without an outcome is one that a person was asked about.
        let told = await recorder.state.end?.outcome == .stuck
        for stage in plan.stages {
            if interrupted() { return try await end(.interrupted, ["stopped before stage \(stage.name)"]) }
            events.emit(.stageBegan(stage.name, .forward))
            let troubles = try await all(stage) { try await runner.advance($0, told: told) }
            if let end = try await end(after: troubles, in: stage) { return end }
        }
        let end = RunJudgement.end(of: await recorder.state, plan)
        return try await self.end(end)
    }

    /// - Returns: nil when the run goes on in spite of them.
    private func end(after troubles: [Trouble], in stage: PlannedStage) async throws -> RunEnd? {
        let sentences = troubles.map(\.why)
        if sentences.isEmpty { return nil }
        if troubles.contains(where: \.needsPerson) { return try await end(.stuck, sentences) }
        return switch stage.onFailure {
        case .undo: try await giveUp(sentences)
        case .hold: try await end(.stuck, sentences)
        case .forwardOnly: nil
        }
    }

    private func giveUp(_ troubles: [String]) async throws -> RunEnd {
        try await turn(.backward, asked: false, why: troubles.joined(separator: "; "))
        return try await backward()
    }

    private func backward() async throws -> RunEnd {
        if let pace { return try await backward(pace) }
        for stage in plan.stages.reversed() {
            if interrupted() { return try await end(.interrupted, ["stopped while taking back, before \(stage.name)"]) }
            guard await runner.hasEffects(stage) else { continue }
            events.emit(.stageBegan(stage.name, .backward))
            let troubles = try await all(stage) { try await runner.takeBack($0) }
            // Earlier stages stay as they are: taking back in another order could do harm.
            if !troubles.isEmpty { return try await end(.stuck, troubles.map(\.why)) }
        }
        return try await endAtStart()
    }

    /// The starting state is back.
    func endAtStart() async throws -> RunEnd {
        let state = await recorder.state
        let outcome: Outcome = state.asked ? .cancelled : .failed
        return try await end(RunEnd(outcome: outcome, undone: true, reasons: state.why.map { [$0] } ?? []))
    }

    /// Runs one action over all steps of a stage at the same time; every step ends before this returns.
    private func all(
        _ stage: PlannedStage, _ action: @escaping @Sendable (PlannedStep) async throws -> Trouble?
    ) async throws -> [Trouble] {
        try await withThrowingTaskGroup(of: Trouble?.self) { group in
            for step in stage.steps { group.addTask { try await action(step) } }
            var troubles: [Trouble] = []
            var running = stage.steps.count
            for try await trouble in group {
                if let trouble { troubles.append(trouble) }
                running -= 1
                // The others may take long, and what this one has done must not be unknown for so long.
                if running > 0 { try await recorder.flush() }
            }
            return troubles.sorted { $0.why < $1.why }
        }
    }

    private func turn(_ direction: Direction, asked: Bool, why: String) async throws {
        try await recorder.record(.direction(direction, asked: asked, why: why))
        events.emit(.directionChanged(direction, why: why))
    }

    func end(_ outcome: Outcome, _ reasons: [String]) async throws -> RunEnd {
        try await end(RunEnd(outcome: outcome, reasons: reasons))
    }

    func end(_ end: RunEnd) async throws -> RunEnd {
        try await recorder.record(.ended(end))
        events.emit(.runEnded(end))
        return end
    }
}
