import RollbackCore

/// A run by hand: the same plan, journal and steps, with a person who decides before each of them. A step that fails
/// is asked about again; nothing is taken back by itself.
extension Executor {
    func forward(_ pace: any Pacing) async throws -> RunEnd {
        var again = PacedOrder.askedAgain(plan, await recorder.state)
        var stage: String?
        while true {
            let order = PacedOrder(plan: plan, state: await recorder.state, again: again)
            let question = order.question
            if interrupted() { return try await stop(order) }
            // What is done must be known for as long as the person thinks.
            try await recorder.flush()
            let choice = try await pace.choice(question)
            if choice == .stop { return try await stop(order) }
            if choice == .perform, question.mayPerform {
                if question.step == nil { return try await end(RunJudgement.end(of: order.state, plan)) }
                if let name = question.stage, name != stage { events.emit(.stageBegan(name, .forward)) }
                stage = question.stage
            }
            if let decided = try await carryOut(choice, question) { again.remove(decided) }
        }
    }

    /// - Returns: the step that something was decided about.
    private func carryOut(_ choice: PaceChoice, _ question: PaceQuestion) async throws -> StepName? {
        switch (choice, question.step) {
        case (.perform, let step?) where question.mayPerform:
            _ = try await runner.advance(step, told: true, chosen: true)
            return step.name
        case (.skip(let why), let step?) where question.maySkip:
            try await runner.skip(step, why)
            return step.name
        case (.takeBackLast, _) where question.mayTakeBack:
            if let last = question.last { try await runner.takeBackDecision(last) }
            return question.last?.name
        default:
            return nil
        }
    }

    func backward(_ pace: any Pacing) async throws -> RunEnd {
        while true {
            let order = PacedOrder(plan: plan, state: await recorder.state, again: [])
            let question = order.question
            guard let step = question.step else { return try await endAtStart() }
            if interrupted() { return try await stop(order) }
            try await recorder.flush()
            switch try await pace.choice(question) {
            case .perform: _ = try await runner.takeBack(step)
            case .stop: return try await stop(order)
            case .skip, .takeBackLast: continue
            }
        }
    }

    private func stop(_ order: PacedOrder) async throws -> RunEnd {
        if order.isAtStart, order.state.direction == .forward {
            let reasons = ["stopped before any effect"]
            return try await end(RunEnd(outcome: .cancelled, undone: order.hasTakenBack, reasons: reasons))
        }
        let troubles = order.troubles
        guard troubles.isEmpty else { return try await end(.stuck, troubles) }
        let place = order.question.step.map { "step \($0.name)" } ?? "its end"
        let back = order.state.direction == .backward ? "while taking back, " : ""
        return try await end(.interrupted, ["stopped \(back)before \(place)"])
    }
}

extension StepRunner {
    func skip(_ planned: PlannedStep, _ why: String) async throws {
        try await recorder.record(.step(planned.name, .skipped(why)))
        events.emit(.stepSkipped(why), step: planned.name)
    }

    /// Takes back what was done last, or the decision to leave it out, which has nothing to take back.
    func takeBackDecision(_ planned: PlannedStep) async throws {
        guard case .skipped(_, attempt: 0) = await recorder[planned.name] else {
            _ = try await takeBack(planned)
            return
        }
        try await recorder.record(.step(planned.name, .undone))
        events.emit(.stepUndone(seconds: 0), step: planned.name)
    }
}
