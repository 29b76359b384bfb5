package import RollbackCore

/// Checks that hold for every plan, whatever its steps do (after oxidecomputer/steno, `test_helpers.rs`): each says
/// what went wrong, one sentence for each case, and nothing when all went well.
package struct SagaChecks: Sendable {
    let plan: Plan
    /// The negative control: a journal without intents. The crash checks must fail then.
    let forgetsIntent: Bool

    package init(_ plan: Plan, forgetsIntent: Bool = false) {
        self.plan = plan
        self.forgetsIntent = forgetsIntent
    }

    /// Undisturbed: there, and back.
    package func thereAndBack() async -> [String] {
        await thereAndBack(World(plan), "undisturbed")
    }

    /// Each step, performed twice and taken back twice in a row.
    package func everyStepTwice() async -> [String] {
        var wrong: [String] = []
        for step in plan.steps {
            wrong += await thereAndBack(World(plan, [step.name: Behaviour(twice: true)]), "\(step.name) twice")
        }
        return wrong
    }

    private func thereAndBack(_ world: World, _ what: String) async -> [String] {
        let run = SagaRun(world)
        return await judged(what, world) {
            try expect(try await run.live(), .healthy, undone: false, world.isTarget)
            try expect(try await run.live(.undo), .cancelled, undone: true, world.isStart)
        }
    }

    /// Each step's undo fails once the run is asked to go back; it is stuck, and going on takes it back after all.
    package func everyUndoFailing() async -> [String] {
        let done = SagaRun(World(plan))
        var wrong = await judged("going there", done.world) { try await done.live() }
        for step in plan.steps {
            let run = done.copy()
            let world = run.world
            wrong += await judged("undo of \(step.name) fails", world) {
                world.set(step.name, Behaviour(undoFails: true))
                let end = try await run.live(.undo)
                try expect(end, .stuck, undone: false, world[step.name] == .done)
                world.set(step.name, Behaviour())
                try expect(try await run.live(), .cancelled, undone: true, world.isStart)
            }
        }
        return wrong
    }

    func judged(_ what: String, _ world: World, _ check: () async throws -> Void) async -> [String] {
        do {
            try await check()
            return world.violations.map { "\(what): \($0)" }
        } catch {
            return ["\(what): \(error)"] + world.violations
        }
    }

    func expect(_ end: RunEnd, _ outcome: Outcome, undone: Bool, _ world: Bool) throws {
        guard end.outcome == outcome, end.undone == undone else {
            throw Wrong(what: "ended \(end), expected \(outcome)")
        }
        guard world else { throw Wrong(what: "ended \(outcome), and the world is not what that says") }
    }
}

struct Wrong: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
}
