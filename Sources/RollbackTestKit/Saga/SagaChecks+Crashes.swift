import RollbackCore
import RollbackEngine

extension SagaChecks {
    /// Killed after each record, going there and going back; then one resume, or one undo.
    package func everyRecordCrashing() async -> [String] {
        let begun = SagaRun(World(plan))
        let done = begun.copy()
        var wrong = await judged("going there", done.world) { try await done.live() }
        for wish in SagaRun.Wish.allCases {
            wrong += await eachCrash("going there", from: begun, then: wish)
            wrong += await eachCrash("going back", from: done, crashing: .undo, then: wish)
        }
        return wrong
    }

    /// Killed after each record while each step that is needed fails: the way back is cut short too.
    package func everyFailureCrashing() async -> [String] {
        var wrong: [String] = []
        for stage in plan.stages where stage.onFailure == .undo {
            for step in stage.steps where step.necessity == .required {
                let begun = SagaRun(World(plan, [step.name: Behaviour(fails: .half)]))
                wrong += await eachCrash("\(step.name) failing", from: begun, then: .resume)
            }
        }
        return wrong
    }

    /// Killed after each record, and again after each record of the recovery.
    package func everyRecoveryCrashing() async -> [String] {
        var wrong: [String] = []
        for first in 1... {
            let run = SagaRun(World(plan))
            guard await dies(run, .resume, after: first) else { break }
            for wish in SagaRun.Wish.allCases {
                wrong += await eachCrash(
                    "killed after record \(first) and again", from: run, crashing: wish, then: wish)
            }
        }
        return wrong
    }

    /// The power goes at each change of the world, when it has taken effect and nobody knows yet.
    package func everyChangeCrashing() async -> [String] {
        var wrong: [String] = []
        for wish in SagaRun.Wish.allCases {
            for change in 1...(2 * plan.steps.count) {
                let world = World(plan)
                world.cutPower(at: change)
                let run = SagaRun(world)
                guard await dies(run, .resume) else { return wrong + ["no power cut at change \(change)"] }
                wrong += await recovered(run, wish, "cut at change \(change)")
            }
        }
        return wrong
    }

    /// One copy of the run for each crash point, until a life ends before its crash.
    private func eachCrash(
        _ what: String, from start: SagaRun, crashing: SagaRun.Wish = .resume, then wish: SagaRun.Wish
    ) async -> [String] {
        var wrong: [String] = []
        for record in 1... {
            let run = start.copy()
            guard await dies(run, crashing, after: record) else {
                if (try? run.state().end) == nil { wrong.append("\(what), then \(crashing): it did not end") }
                break
            }
            wrong += await recovered(run, wish, "\(what), killed after record \(record)")
        }
        return wrong
    }

    /// - Returns: false when the run ended alive.
    private func dies(_ run: SagaRun, _ wish: SagaRun.Wish, after record: Int? = nil) async -> Bool {
        let fault = record.map { "kill-after-record=\($0)" + (forgetsIntent ? ",forget-intent" : "") }
        _ = try? await run.live(wish, fault.flatMap(JournalFault.init(text:)))
        return !run.world.power.isOn
    }

    /// One more life must end it: in exactly the target or the starting state.
    private func recovered(_ run: SagaRun, _ wish: SagaRun.Wish, _ what: String) async -> [String] {
        let world = run.world
        return await judged("\(what), then \(wish)", world) {
            var end = try await run.live(wish)
            if wish == .resume, end.outcome == .stuck, !unrepeatable.isEmpty {
                guard unrepeatable.allSatisfy({ world.performed($0) <= 1 }) else {
                    throw Wrong(what: "a step that must not run twice did")
                }
                end = try await run.live()
            }
            let state = try run.state()
            let backward = state.direction == .backward
            try expect(
                end, backward ? (state.asked ? .cancelled : .failed) : .healthy, undone: backward,
                backward ? world.isStart : world.isTarget)
        }
    }

    private var unrepeatable: [StepName] { plan.steps.filter { !$0.repeatable }.map(\.name) }
}
