import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// Runs by hand: a person decides before each step.
struct PaceTests {
    private let plan = Recorded.plan(
        (.undo, Recorded.step("capture")), (.undo, Recorded.step("swap")),
        (.hold, Recorded.step("restart")), (.forwardOnly, Recorded.step("verify", .verification)))

    @Test func everyStepIsAskedForInItsOrder() async throws {
        let plan = PlanShapes.plan(levels: 2)
        let (run, pace) = (SagaRun(World(plan)), ScriptedPace())
        #expect(try await run.live(pace: pace).outcome == .healthy)
        #expect(pace.steps == plan.steps.map(\.name) + [nil])
        #expect(run.world.isTarget && run.world.violations.isEmpty)
        #expect(pace.asked.allSatisfy { $0.mayPerform })
    }

    @Test func whatIsLeftOutMakesTheRunDegraded() async throws {
        let run = SagaRun(World(plan))
        let end = try await run.live(pace: ScriptedPace(.perform, .perform, .skip(why: "restarted it by hand")))
        #expect(end == RunEnd(outcome: .degraded, reasons: ["restart was left out (restarted it by hand)"]))
        #expect(run.world["restart"] == .start && run.world["verify"] == .done)
        #expect(try run.state()["restart"] == .skipped("restarted it by hand", attempt: 0))
    }

    /// Nothing shows what has come of it, until somebody lets the verification run.
    @Test func withoutAVerificationTheRunIsHeld() async throws {
        let run = SagaRun(World(plan))
        let end = try await run.live(pace: ScriptedPace(.perform, .perform, .perform, .skip(why: "")))
        let held = "verify was left out: nothing proves that the target is served"
        #expect(end == RunEnd(outcome: .stuck, reasons: [held]))
        #expect(try await run.live() == RunEnd(outcome: .healthy))
        #expect(run.world.isTarget)
    }

    @Test func undoTakesBackTheLastStepAndItCanBeDoneAgain() async throws {
        let run = SagaRun(World(plan))
        let pace = ScriptedPace(.perform, .perform, .takeBackLast, .takeBackLast, .stop)
        let end = try await run.live(pace: pace)
        #expect(end == RunEnd(outcome: .cancelled, undone: true, reasons: ["stopped before any effect"]))
        #expect(run.world.isStart && run.world.violations.isEmpty)
        #expect(pace.steps == ["capture", "swap", "restart", "swap", "capture"])
        #expect(pace.asked.map(\.last?.name) == [nil, "capture", "swap", "capture", nil])

        let again = SagaRun(World(plan))
        #expect(try await again.live(pace: ScriptedPace(.perform, .perform, .takeBackLast)).outcome == .healthy)
        #expect(again.world.performed("swap") == 2 && again.world.isTarget)
    }

    @Test func aDecisionToLeaveOutCanBeTakenBack() async throws {
        let run = SagaRun(World(plan))
        let end = try await run.live(pace: ScriptedPace(.perform, .skip(why: "typed too fast"), .takeBackLast))
        #expect(end.outcome == .healthy && run.world.isTarget)
    }

    /// Nothing is taken back by itself: whoever is there is asked again.
    @Test func aFailedStepIsAskedForAgain() async throws {
        let run = SagaRun(World(plan, ["swap": Behaviour(fails: .half)]))
        let pace = ScriptedPace(.perform, .perform, .perform, .stop)
        #expect(try await run.live(pace: pace) == RunEnd(outcome: .stuck, reasons: ["swap: on purpose"]))
        #expect(pace.steps == ["capture", "swap", "swap", "swap"] && run.world["capture"] == .done)
        run.world.set("swap", Behaviour())
        #expect(try await run.live(pace: ScriptedPace()).outcome == .healthy)
        #expect(run.world.isTarget)
    }

    /// What a failed attempt left is taken back with the run, although the step was left out after it.
    @Test func aStepLeftOutAfterAnAttemptIsTakenBackWithTheRun() async throws {
        let run = SagaRun(World(plan, ["swap": Behaviour(fails: .half)]))
        let end = try await run.live(pace: ScriptedPace(.perform, .perform, .skip(why: "")))
        #expect(end.outcome == .degraded && run.world["swap"] == .half)
        #expect(try await run.live(.undo) == RunEnd(outcome: .cancelled, undone: true, reasons: ["asked for"]))
        #expect(run.world.isStart)
    }

    @Test func aStepIsNotDoneWithoutWhatItNeeds() async throws {
        var needing = plan
        needing.stages[1].steps[0].needs = ["capture"]
        let run = SagaRun(World(needing))
        let pace = ScriptedPace(.skip(why: ""), .perform, .stop)
        #expect(try await run.live(pace: pace).outcome == .cancelled)
        #expect(pace.asked.last?.obstacle == "it needs capture, which was left out")
        #expect(pace.asked.last?.mayPerform == false && run.world.performed("swap") == 0)

        let alone = SagaRun(World(needing), run.journal.dropLast() + [.ended(RunEnd(outcome: .interrupted))])
        let end = try await alone.live()
        #expect(end == RunEnd(outcome: .stuck, reasons: ["swap: it needs capture, which was left out"]))
        #expect(alone.world.performed("swap") == 0)
    }

    @Test func aStoppedRunGoesOnWhereItStopped() async throws {
        let run = SagaRun(World(plan))
        let stopped = try await run.live(pace: ScriptedPace(.perform, .skip(why: "by hand"), .perform, .stop))
        #expect(stopped == RunEnd(outcome: .interrupted, reasons: ["stopped before step verify"]))
        let pace = ScriptedPace()
        #expect(try await run.copy().live(pace: pace).outcome == .degraded)
        #expect(pace.steps == ["verify", nil])
        let alone = run.copy()
        #expect(try await alone.live().outcome == .degraded)
        #expect(alone.world.performed("swap") == 0 && alone.world.performed("restart") == 1)
    }

    @Test func stoppedBeforeAnythingItIsCancelled() async throws {
        let run = SagaRun(World(plan))
        let end = try await run.live(pace: ScriptedPace(.skip(why: ""), .stop))
        #expect(end == RunEnd(outcome: .cancelled, reasons: ["stopped before any effect"]))
        #expect(try !run.state().resumable)
    }

    /// A signal counts at once, whatever the person at the terminal would say.
    @Test func asASignalItStopsBeforeTheNextQuestion() async throws {
        let run = SagaRun(World(plan))
        let (asked, pace) = (Countdown(2), ScriptedPace())
        let end = try await run.live(interrupted: { asked.isOver }, pace: pace)
        #expect(end.outcome == .interrupted && pace.steps == ["capture", "swap"])
    }

    /// A run that was held by itself, and whose cause somebody has mended.
    @Test func aHeldRunIsOpenedWhereItStands() async throws {
        let run = SagaRun(World(plan, ["restart": Behaviour(fails: .start)]))
        #expect(try await run.live().outcome == .stuck)
        run.world.set("restart", Behaviour())
        let pace = ScriptedPace()
        #expect(try await run.live(pace: pace).outcome == .healthy)
        #expect(pace.steps == ["restart", "verify", nil])
        guard case .failed? = pace.asked.first?.now else { return #expect(Bool(false), "\(pace.asked)") }
    }

    /// Of a run that has come to an end, what was left out last is asked for once more, and nothing behind later steps.
    @Test func anEndedRunIsOpenedAtWhatWasLeftOut() async throws {
        let run = SagaRun(World(plan))
        try await run.live(pace: ScriptedPace(.skip(why: ""), .perform, .perform, .skip(why: "")))
        let pace = ScriptedPace()
        #expect(try await run.live(pace: pace).outcome == .degraded)
        #expect(pace.steps == ["verify", nil] && run.world.performed("capture") == 0)
        #expect(run.world.violations.isEmpty)
    }

    @Test func onItsWayBackTooEachStepIsAskedFor() async throws {
        let run = SagaRun(World(plan, ["swap": Behaviour(undoFails: true)]))
        #expect(try await run.live().outcome == .healthy)
        #expect(try await run.live(.undo).outcome == .stuck)
        let stubborn = ScriptedPace(.perform, .skip(why: "no"), .stop)
        let held = try await run.live(pace: stubborn)
        #expect(held == RunEnd(outcome: .stuck, reasons: ["could not take back swap: on purpose"]))
        #expect(stubborn.asked.allSatisfy { $0.step?.name == "swap" && !$0.maySkip })
        run.world.set("swap", Behaviour())
        let end = try await run.live(pace: ScriptedPace())
        #expect(end == RunEnd(outcome: .cancelled, undone: true, reasons: ["asked for"]))
        #expect(run.world.isStart)
    }
}
