import RollbackCore
import RollbackEngine

extension SagaChecks {
    /// Killed after each record, going there and going back; then one resume, or one undo.
    package func everyRecordCrashing() async -> [String] {
        var wrong: [String] = []
        for wish in SagaRun.Wish.allCases {
            wrong += await eachCrash("going there", then: wish) { _ in }
            wrong += await eachCrash("going back", then: wish, crashing: .undo) { try await $0.live() }
        }
        return wrong
    }

    /// Killed after each record while each step that is needed fails: the way back is cut short too.
    package func everyFailureCrashing() async -> [String] {
        var wrong: [String] = []
        for stage in plan.stages where stage.onFailure == .undo {
            for step in stage.steps where step.necessity == .required {
                wrong += await eachCrash(
                    "\(step.name) failing", then: .resume, [step.name: Behaviour(fails: .half)]) { _ in }
            }
        }
        return wrong
    }

    /// Killed after each record, and again after each record of the recovery.
    package func everyRecoveryCrashing() async -> [String] {
        var wrong: [String] = []
        for wish in SagaRun.Wish.allCases {
            for first in 1... {
                let there = await eachCrash("again after \(first)", then: wish, crashing: wish) {
                    try await crash($0, .resume, after: first)
                }
                wrong += there.filter { $0 != Self.notReached }
                if there.contains(Self.notReached) { break }
            }
        }
        return wrong
    }

    /// The power goes at each change of the world, right before and right after it takes effect.
    package func everyChangeCrashing() async -> [String] {
        var wrong: [String] = []
        for wish in SagaRun.Wish.allCases {
            for change in 1...(2 * plan.steps.count) {
                for applied in [false, true] {
                    let world = World(plan)
                    world.cutPower(at: change, applied: applied)
                    let run = SagaRun(world)
                    guard await died(run) else { return wrong + ["no power cut at change \(change)"] }
                    wrong += await recovered(run, wish, "cut at change \(change), applied \(applied)")
                }
            }
        }
        return wrong
    }

    static let notReached = "the first crash was not reached"

    /// One world for each crash point, until a life ends before its crash.
    private func eachCrash(
        _ what: String, then wish: SagaRun.Wish, crashing: SagaRun.Wish = .resume,
        _ behaviours: [StepName: Behaviour] = [:], prepared: (SagaRun) async throws -> Void
    ) async -> [String] {
        var wrong: [String] = []
        for record in 1... {
            let run = SagaRun(World(plan, behaviours))
            do {
                try await prepared(run)
                guard try await !crashes(run, crashing, after: record) else {
                    wrong += await recovered(run, wish, "\(what), killed after record \(record)")
                    continue
                }
                return wrong
            } catch is NotReached {
                return wrong + [Self.notReached]
            } catch {
                return wrong + ["\(what), killed after record \(record): \(error)"]
            }
        }
        return wrong
    }

    private struct NotReached: Error {}

    private func crash(_ run: SagaRun, _ wish: SagaRun.Wish, after record: Int) async throws {
        guard try await crashes(run, wish, after: record) else { throw NotReached() }
    }

    /// - Returns: false when the run ended before.
    private func crashes(_ run: SagaRun, _ wish: SagaRun.Wish, after record: Int) async throws -> Bool {
        let text = "kill-after-record=\(record)" + (forgetsIntent ? ",forget-intent" : "")
        do {
            try await run.live(wish, JournalFault(text: text))
            return false
        } catch Failure.journalPoisoned {
            return true
        }
    }

    private func died(_ run: SagaRun) async -> Bool {
        do {
            try await run.live()
            return false
        } catch {
            return !run.world.power.isOn
        }
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
            let backward = try run.state().direction == .backward
            let asked = try run.state().asked
            try expect(
                end, backward ? (asked ? .cancelled : .failed) : .healthy, undone: backward,
                backward ? world.isStart : world.isTarget)
        }
    }

    private var unrepeatable: [StepName] { plan.steps.filter { !$0.repeatable }.map(\.name) }
}
