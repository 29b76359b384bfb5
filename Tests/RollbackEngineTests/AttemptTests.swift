import RollbackCore
import RollbackEngine
import RollbackTestKit
import Synchronization
import Testing

/// Attempts and time limits, as the journal tells them.
struct AttemptTests {
    private func events(of step: StepName, _ journal: [JournalEntry]) -> [StepEvent] {
        journal.compactMap { entry in
            guard case .step(step, let event) = entry else { return nil }
            return event
        }
    }

    @Test func everyAttemptIsJournaled() async throws {
        let world = World(Recorded.plan((.undo, Recorded.step("a", attempts: 3))), ["a": Behaviour(fails: .start)])
        let run = SagaRun(world)
        let end = try await run.live()
        #expect(end == RunEnd(outcome: .failed, undone: true, reasons: ["a: on purpose"]))
        #expect(
            events(of: "a", run.journal) == [
                .started(attempt: 1), .failed("on purpose"), .started(attempt: 2), .failed("on purpose"),
                .started(attempt: 3), .failed("on purpose"), .undoStarted, .undone,
            ])
    }

    @Test func aLaterAttemptThatSucceedsIsEnough() async throws {
        let tries = Mutex(0)
        let step = AnyStep(
            observe: { .notApplied },
            perform: { _ in
                let number = tries.withLock { tries in
                    tries += 1
                    return tries
                }
                if number < 3 { throw OnPurpose() }
                return .integer(number)
            }, undo: { _, _ in })
        let plan = Recorded.plan((.undo, Recorded.step("a", attempts: 5)))
        let recorder = try await Recorded.recorder(plan)
        let end = try await Recorded.executor(plan, ["a": step], recorder).run()
        #expect(end.outcome == .healthy)
        #expect(await recorder["a"] == .succeeded(.integer(3)))
    }

    @Test func aHeldStepGoesOnCountingItsAttempts() async throws {
        let world = World(Recorded.plan((.hold, Recorded.step("a"))), ["a": Behaviour(fails: .half)])
        let run = SagaRun(world)
        #expect(try await run.live() == RunEnd(outcome: .stuck, reasons: ["a: on purpose"]))
        #expect(try await run.live().outcome == .stuck)
        world.set("a", Behaviour())
        #expect(try await run.live().outcome == .healthy)
        #expect(events(of: "a", run.journal).contains(.started(attempt: 3)))
    }

    /// The limit ends the work, waits for it, and counts as a failed attempt.
    @Test func aStepThatTakesTooLongFails() async throws {
        let clock = ManualClock()
        let cancelled = Mutex(false)
        let step = AnyStep(
            observe: { .notApplied },
            perform: { _ in
                do {
                    try await clock.sleep(.seconds(3600))
                } catch {
                    cancelled.withLock { $0 = true }
                    throw error
                }
                return .null
            }, undo: { _, _ in })
        let plan = Recorded.plan((.undo, Recorded.step("slow", limit: 5)))
        let journal = MemoryJournal()
        let recorder = try await Recorded.recorder(plan, journal)
        async let end = Recorded.executor(plan, ["slow": step], recorder, clock: clock).run()
        await clock.sleepers(2)
        clock.advance(by: .seconds(5))
        let ended = try await end
        #expect(ended.outcome == .failed)
        #expect(cancelled.withLock { $0 })
        let failure = ErrorWords.plain(Failure.timeLimit(what: "slow", seconds: 5))
        #expect(events(of: "slow", journal.entries).contains(.failed(failure)))
    }

    @Test func aStepWithinItsLimitIsNotDisturbed() async throws {
        let world = World(Recorded.plan((.undo, Recorded.step("a", limit: 5))))
        #expect(try await SagaRun(world).live().outcome == .healthy)
    }
}
