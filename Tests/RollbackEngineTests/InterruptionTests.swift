import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

struct InterruptionTests {
    /// Asked to stop at each stage boundary in turn; steps under way are always finished.
    @Test func aRunStopsBetweenStagesAndGoesOn() async throws {
        let plan = PlanShapes.plan(levels: 2)
        for stage in plan.stages.indices {
            let world = World(plan)
            let run = SagaRun(world)
            let asked = Countdown(stage)
            let end = try await run.live(interrupted: { asked.isOver })
            #expect(end == RunEnd(outcome: .interrupted, reasons: ["stopped before stage \(plan.stages[stage].name)"]))
            let done = Set(plan.stages.prefix(stage).flatMap(\.steps).map(\.name))
            #expect(plan.steps.allSatisfy { world[$0.name] == (done.contains($0.name) ? .done : .start) })
            #expect(try run.state().resumable && run.state().unfinished)
            #expect(try await run.live().outcome == .healthy)
            #expect(world.isTarget)
        }
    }

    @Test func aRunStopsOnItsWayBackAndGoesOnGoingBack() async throws {
        let plan = PlanShapes.plan(levels: 2)
        for stage in plan.stages.indices {
            let world = World(plan)
            let run = SagaRun(world)
            try await run.live()
            let asked = Countdown(stage)
            #expect(try await run.live(.undo, interrupted: { asked.isOver }).outcome == .interrupted)
            #expect(try await run.live() == RunEnd(outcome: .cancelled, undone: true, reasons: ["asked for"]))
            #expect(world.isStart && world.violations.isEmpty)
        }
    }

    @Test func whatEarlierLivesDidIsReusedAndSaidSo() async throws {
        let plan = PlanShapes.plan(levels: 1)
        let run = SagaRun(World(plan))
        let asked = Countdown(1)
        try await run.live(interrupted: { asked.isOver })
        let events = EventCollection()
        try await run.live(events: EventHub(clock: ManualClock(), sinks: [events]))
        let reused = events.events.filter { $0.detail == .stepReused }.compactMap(\.step)
        #expect(Set(reused) == Set(plan.stages[0].steps.map(\.name)))
        #expect(plan.steps.allSatisfy { run.world.performed($0.name) == 1 })
    }
}
