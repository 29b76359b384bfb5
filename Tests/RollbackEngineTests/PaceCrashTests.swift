import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// Runs by hand that are killed after each of their records, and gone on with in each way.
struct PaceCrashTests {
    private static let plan = PlanShapes.plan(levels: 1)

    /// Doing, thinking better of it, leaving out, taking that back.
    private static var choices: ScriptedPace {
        ScriptedPace(.perform, .skip(why: "not now"), .takeBackLast, .takeBackLast, .perform, .perform, .perform)
    }

    /// The runs that a kill after each record leaves.
    private func killed() async -> [(Int, SagaRun)] {
        var found: [(Int, SagaRun)] = []
        for record in 1... {
            let run = SagaRun(World(Self.plan))
            let fault = JournalFault(text: "kill-after-record=\(record)")
            _ = try? await run.live(.resume, fault, pace: Self.choices)
            if run.world.power.isOn { break }
            found.append((record, run))
        }
        return found
    }

    @Test func itGoesOnByHand() async throws {
        let runs = await killed()
        #expect(runs.count > Self.plan.steps.count * 2)
        for (record, run) in runs {
            let end = try await run.live(pace: ScriptedPace())
            let reasons = end.reasons.filter { !$0.contains("was left out") }
            #expect([.healthy, .degraded].contains(end.outcome) && reasons.isEmpty, "after record \(record): \(end)")
            #expect(run.world.violations.isEmpty, "after record \(record): \(run.world.violations)")
        }
    }

    @Test func itGoesOnByItself() async throws {
        for (record, run) in await killed() {
            let end = try await run.live()
            #expect([.healthy, .degraded].contains(end.outcome), "after record \(record): \(end)")
            #expect(run.world.violations.isEmpty, "after record \(record): \(run.world.violations)")
        }
    }

    @Test func itIsTakenBack() async throws {
        for (record, run) in await killed() {
            let end = try await run.live(.undo)
            #expect(end.undone && run.world.isStart, "after record \(record): \(end)")
            #expect(run.world.violations.isEmpty, "after record \(record): \(run.world.violations)")
        }
    }

    /// Nothing of a run that goes back as a whole may begin again.
    @Test func aStepTakenBackBeginsAgainOnlyGoingForward() throws {
        let header = Recorded.header(Self.plan)
        let name = Self.plan.steps[0].name
        let begun: [JournalEntry] = [
            .began(header), .step(name, .started(attempt: 1)), .step(name, .undoStarted), .step(name, .undone),
        ]
        #expect(try RunState(begun + [.step(name, .started(attempt: 1))])[name] == .running(attempt: 1))
        for event in [StepEvent.started(attempt: 1), .skipped("")] {
            #expect(throws: Failure.illegalTransition(step: name, from: "undone", event: event.word)) {
                try RunState(begun + [.direction(.backward, asked: true, why: "undo"), .step(name, event)])
            }
        }
    }
}
