import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// A step that was cut short, whose effect cannot be seen and which must not run twice.
struct UnclearStepTests {
    /// A run that died while its step was under way.
    private func cutShort(_ policy: FailurePolicy, _ step: PlannedStep, _ observing: Behaviour.Observing) -> SagaRun {
        let plan = Recorded.plan((policy, step), (policy, Recorded.step("after")))
        let world = World(plan, [step.name: Behaviour(observing: observing)])
        return SagaRun(world, [.began(Recorded.header(plan)), .step(step.name, .started(attempt: 1))])
    }

    @Test(arguments: [FailurePolicy.undo, .hold, .forwardOnly], [Behaviour.Observing.unclear, .failing])
    func itAsksAPersonWhateverItsStageSays(policy: FailurePolicy, observing: Behaviour.Observing) async throws {
        let run = cutShort(policy, Recorded.step("once", repeatable: false), observing)
        let end = try await run.live()
        #expect(end.outcome == .stuck)
        #expect(end.reasons.count == 1 && end.reasons[0].hasPrefix("once: "))
        #expect(run.world.performed("once") == 0)
        #expect(run.world["after"] == .start)
    }

    @Test func whoGoesOnAfterThatLetsItRunAgain() async throws {
        let run = cutShort(.undo, Recorded.step("once", repeatable: false), .unclear)
        #expect(try await run.live().outcome == .stuck)
        #expect(try await run.live().outcome == .healthy)
        #expect(run.world.performed("once") == 1)
        #expect(run.world.isTarget)
    }

    @Test func whoGoesBackTakesItBack() async throws {
        let run = cutShort(.undo, Recorded.step("once", repeatable: false), .unclear)
        #expect(try await run.live().outcome == .stuck)
        #expect(try await run.live(.undo) == RunEnd(outcome: .cancelled, undone: true, reasons: ["asked for"]))
    }

    /// Consent is for one more time: cut short again, a person is asked again.
    @Test func consentIsNotForEver() async throws {
        let run = cutShort(.undo, Recorded.step("once", repeatable: false), .unclear)
        #expect(try await run.live().outcome == .stuck)
        await #expect(throws: Failure.journalPoisoned(path: "memory")) {
            try await run.live(.resume, JournalFault(text: "kill-after-record=1"))
        }
        #expect(try await run.live().outcome == .stuck)
        #expect(run.world.performed("once") == 0)
    }

    @Test func nobodyWaitsForAnOptionalOne() async throws {
        let run = cutShort(.undo, Recorded.step("once", .optional, repeatable: false), .unclear)
        let end = try await run.live()
        #expect(end == RunEnd(outcome: .degraded, reasons: ["once: it cannot be seen"]))
        #expect(run.world.performed("once") == 0)
        #expect(run.world["after"] == .done)
    }

    @Test(arguments: [Behaviour.Observing.unclear, .failing])
    func aRepeatableOneIsPerformedAgain(observing: Behaviour.Observing) async throws {
        let run = cutShort(.undo, Recorded.step("again"), observing)
        #expect(try await run.live().outcome == .healthy)
        #expect(run.world.performed("again") == 1)
    }

    @Test func whatIsSeenToBeDoneIsNotDoneAgain() async throws {
        let run = cutShort(.undo, Recorded.step("once", repeatable: false), .truthful)
        let done = SagaRun(World(run.world.plan))
        try await done.live()
        let again = SagaRun(done.world, run.journal)
        #expect(try await again.live().outcome == .healthy)
        #expect(done.world.performed("once") == 1)
    }
}
