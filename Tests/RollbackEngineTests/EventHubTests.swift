import RollbackCore
import RollbackEngine
import RollbackTestKit
import Synchronization
import Testing

struct EventHubTests {
    @Test func everySinkGetsEveryEventInOrder() {
        let clock = ManualClock()
        let sinks = [EventCollection(), EventCollection()]
        let hub = EventHub(clock: clock, sinks: sinks)
        hub.emit(.warning("one"))
        clock.advance(by: .milliseconds(1500))
        hub.progress(of: "code")(.doing("two"))
        #expect(sinks[0].events == sinks[1].events)
        #expect(sinks[0].events.map(\.detail) == [.warning("one"), .doing("two")])
        #expect(sinks[0].events.map(\.elapsed) == [0, 1.5])
        #expect(sinks[0].events.map(\.step) == [nil, "code"])
        #expect(hub.elapsed == 1.5)
    }

    /// Another process goes on with a run: its time goes on too.
    @Test func aRunsTimeGoesOn() {
        let clock = ManualClock()
        let sink = EventCollection()
        let hub = EventHub(clock: clock, sinks: [sink], startingAt: .seconds(600))
        clock.advance(by: .seconds(2))
        hub.emit(.serviceRestored)
        #expect(sink.events.map(\.elapsed) == [602])
    }

    /// From many tasks at once: sinks are called one at a time, all in the same order.
    @Test func manyTasksDoNotDisturbTheOrder() async {
        let sinks = [EventCollection(), EventCollection()]
        let hub = EventHub(clock: ManualClock(), sinks: sinks)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    for number in 0..<50 { hub.emit(.doing("\(number)"), step: StepName("task-\(task)")) }
                }
            }
        }
        #expect(sinks[0].events.count == 1000)
        #expect(sinks[0].events == sinks[1].events)
        for task in 0..<20 {
            let own = sinks[0].events.filter { $0.step == StepName("task-\(task)") }.map(\.detail)
            #expect(own == (0..<50).map { .doing("\($0)") })
        }
    }

    /// The events of an undisturbed step, and of one that is taken back.
    @Test func aRunTellsWhatItDoes() async throws {
        let plan = Recorded.plan((.undo, Recorded.step("a")), (.undo, Recorded.step("b")))
        let events = EventCollection()
        let run = SagaRun(World(plan, ["b": Behaviour(fails: .half)]))
        try await run.live(events: EventHub(clock: ManualClock(), sinks: [events]))
        let end = RunEnd(outcome: .failed, undone: true, reasons: ["b: on purpose"])
        #expect(
            events.events.map(\.detail) == [
                .stageBegan("stage of a", .forward), .stepBegan(attempt: 1), .stepSucceeded(seconds: 0),
                .stageBegan("stage of b", .forward), .stepBegan(attempt: 1), .stepFailed("on purpose", seconds: 0),
                .directionChanged(.backward, why: "b: on purpose"), .stageBegan("stage of b", .backward), .undoBegan,
                .stepUndone(seconds: 0), .stageBegan("stage of a", .backward), .undoBegan, .stepUndone(seconds: 0),
                .runEnded(end),
            ])
    }

    @Test func anOptionalStepsFailureIsAWarning() async throws {
        let plan = Recorded.plan((.undo, Recorded.step("a", .optional)))
        let events = EventCollection()
        let run = SagaRun(World(plan, ["a": Behaviour(fails: .start)]))
        try await run.live(events: EventHub(clock: ManualClock(), sinks: [events]))
        #expect(events.events.contains { $0.detail == .warning("a: on purpose") && $0.step == "a" })
    }
}
