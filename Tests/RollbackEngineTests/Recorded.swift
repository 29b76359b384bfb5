import RollbackCore
import RollbackEngine
import RollbackTestKit

/// Runs put together by hand, for tests that look at what is recorded.
enum Recorded {
    static func header(_ plan: Plan) -> RunHeader {
        RunHeader(run: RunID(1), plan: plan, digest: "d1", actor: "ada", reason: nil, host: "web-1", version: "0")
    }

    /// A recorder of a run that has just begun.
    static func recorder(_ plan: Plan, _ journal: any Journaling = MemoryJournal()) async throws -> RunRecorder {
        let recorder = RunRecorder(journal: journal)
        try await recorder.record(.began(header(plan)))
        return recorder
    }

    static func executor(
        _ plan: Plan, _ steps: [StepName: AnyStep], _ recorder: RunRecorder, clock: ManualClock = ManualClock(),
        sinks: [any EventSink] = []
    ) -> Executor {
        Executor(
            plan: plan, steps: steps, recorder: recorder, events: EventHub(clock: clock, sinks: sinks), clock: clock)
    }

    /// A plan of stages of one step each.
    static func plan(_ stages: (FailurePolicy, PlannedStep)...) -> Plan {
        var plan = PlanShapes.plan(levels: 1)
        plan.stages = stages.map { PlannedStage(name: "stage of \($1.name)", onFailure: $0, steps: [$1]) }
        return plan
    }

    static func step(
        _ name: StepName, _ necessity: Necessity = .required, repeatable: Bool = true, attempts: Int = 1,
        limit: Double? = nil
    ) -> PlannedStep {
        PlannedStep(
            name: name, kind: "world", summary: "change \(name)", necessity: necessity, repeatable: repeatable,
            attempts: attempts, limit: limit)
    }
}
