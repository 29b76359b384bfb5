import RollbackCore

extension SagaChecks {
    /// Each step fails, without effect and half done: what follows is what its stage and its necessity say.
    package func everyStepFailing() async -> [String] {
        var wrong: [String] = []
        for stage in plan.stages {
            for step in stage.steps {
                for fact in [World.Fact.start, .half] {
                    wrong += await failing(step, stage, leaving: fact)
                }
            }
        }
        return wrong
    }

    private func failing(_ step: PlannedStep, _ stage: PlannedStage, leaving fact: World.Fact) async -> [String] {
        let world = World(plan, [step.name: Behaviour(fails: fact)])
        let run = SagaRun(world)
        return await judged("\(step.name) fails leaving \(fact)", world) {
            let end = try await run.live()
            switch (step.necessity, stage.onFailure) {
            case (.required, .undo):
                return try expect(end, .failed, undone: true, world.isStart)
            case (.required, .hold):
                try expect(end, .stuck, undone: false, world[step.name] == fact)
                try await mended(step, run, run.copy())
            case (.optional, _):
                try expect(end, .degraded, undone: false, allDone(but: step, world))
            case (.required, .forwardOnly), (.verification, _):
                try expect(end, .unhealthy, undone: false, allDone(but: step, world))
            }
            if end.outcome != .stuck { try expect(try await run.live(.undo), .cancelled, undone: true, world.isStart) }
        }
    }

    /// From a held run a person goes on, or back.
    private func mended(_ step: PlannedStep, _ run: SagaRun, _ other: SagaRun) async throws {
        try expect(try await other.live(.undo), .cancelled, undone: true, other.world.isStart)
        run.world.set(step.name, Behaviour())
        let attempts = run.world.performed(step.name)
        try expect(try await run.live(), .healthy, undone: false, run.world.isTarget)
        guard run.world.performed(step.name) == attempts + 1 else { throw Wrong(what: "it was not performed again") }
    }

    private func allDone(but step: PlannedStep, _ world: World) -> Bool {
        plan.steps.allSatisfy { $0.name == step.name || world[$0.name] == .done }
    }
}
