import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// What follows from a state alone, line by line.
struct JudgementTests {
    private func end(_ necessity: Necessity, _ events: [StepEvent]) throws -> RunEnd {
        let plan = Recorded.plan((.undo, Recorded.step("a", necessity)))
        let state = try RunState([.began(Recorded.header(plan))] + events.map { .step("a", $0) })
        return RunJudgement.end(of: state, plan)
    }

    private static let check = Check(name: "fastapi/health", probe: .process, critical: true)

    private func verified(_ results: [CheckResult], unproved: [String] = []) throws -> RunEnd {
        let report = VerificationReport(results: results, unproved: unproved)
        return try end(.verification, [.started(attempt: 1), .succeeded(JSONValue(encoding: report))])
    }

    private func result(_ verdict: Verdict, critical: Bool = true) -> CheckResult {
        var check = Self.check
        check.critical = critical
        return CheckResult(check: check, verdict: verdict, evidence: "500 in 3 ms", milliseconds: 3)
    }

    @Test func stepsDecide() throws {
        let failed = [StepEvent.started(attempt: 1), .failed("no")]
        #expect(try end(.required, [.started(attempt: 1), .succeeded(.null)]) == RunEnd(outcome: .healthy))
        #expect(try end(.optional, failed) == RunEnd(outcome: .degraded, reasons: ["a: no"]))
        #expect(try end(.required, failed) == RunEnd(outcome: .unhealthy, reasons: ["a: no"]))
        #expect(try end(.verification, failed) == RunEnd(outcome: .unhealthy, reasons: ["a: no"]))
        #expect(try end(.optional, []) == RunEnd(outcome: .unhealthy, reasons: ["a did not run"]))
    }

    @Test func whatWasLeftOutIsNotProved() throws {
        #expect(
            try end(.optional, [.skipped("by hand")])
                == RunEnd(outcome: .degraded, reasons: ["a was left out (by hand)"]))
        #expect(try end(.required, [.skipped("")]) == RunEnd(outcome: .degraded, reasons: ["a was left out"]))
        #expect(try end(.verification, [.skipped("")]).outcome == .stuck)
    }

    @Test func theVerificationDecides() throws {
        #expect(try verified([result(.healthy)]) == RunEnd(outcome: .healthy))
        let said = "fastapi/health is bad: 500 in 3 ms"
        #expect(try verified([result(.bad)]) == RunEnd(outcome: .unhealthy, reasons: [said]))
        #expect(try verified([result(.bad, critical: false)]) == RunEnd(outcome: .degraded, reasons: [said]))
        #expect(try verified([result(.inconclusive)]).outcome == .unhealthy)
        #expect(try verified([result(.inconclusive, critical: false)]).outcome == .degraded)
        #expect(
            try verified([], unproved: ["database schema"])
                == RunEnd(outcome: .degraded, reasons: ["not proved: database schema"]))
        let unreadable = try end(.verification, [.started(attempt: 1), .succeeded(.string("?"))])
        #expect(unreadable.outcome == .unhealthy)
    }

    @Test func theWorstOfTheVerificationIsTheRunsOutcome() async throws {
        for verdict in [Verdict.healthy, .bad, .inconclusive] {
            let world = World(
                PlanShapes.plan(levels: 1),
                ["verify": Behaviour(report: VerificationReport(results: [result(verdict)]))])
            let expected: Outcome = verdict == .healthy ? .healthy : .unhealthy
            #expect(try await SagaRun(world).live().outcome == expected)
            #expect(world.isTarget)
        }
    }

    private static let actions: [(StepState, RecoveryPlan.Action)] = [
        (.pending, .perform(attempt: 1)), (.running(attempt: 2), .observe(attempt: 2)), (.succeeded(.null), .reuse),
        (.failed("no", attempt: 2), .perform(attempt: 3)),
        (.undoing(nil), .takeBackFirst), (.undone, .perform(attempt: 1)),
        (.undoFailed("no", nil), .impossible("a could not be taken back")),
        (.skipped("by hand", attempt: 0), .leaveOut("by hand")), (.skipped("", attempt: 2), .leaveOut("")),
    ]

    @Test func recoveryFollowsFromTheState() {
        for (state, action) in Self.actions {
            #expect(RecoveryPlan.action(for: Recorded.step("a"), in: state) == action)
        }
        let (leftOut, check) = (StepState.skipped("", attempt: 1), Recorded.step("a", .verification))
        #expect(RecoveryPlan.action(for: Recorded.step("a"), in: leftOut, chosen: true) == .perform(attempt: 2))
        #expect(RecoveryPlan.action(for: check, in: leftOut) == .perform(attempt: 2))
        let harmless = Self.actions.map(\.0).filter { !RecoveryPlan.mayHaveEffects($0) }
        #expect(harmless == [.pending, .undone, .skipped("by hand", attempt: 0)])
    }

    private func word(_ decision: RecoveryPlan.Decision) -> String {
        switch decision {
        case .adopt: "adopt"
        case .repeat: "repeat"
        case .askPerson: "ask"
        }
    }

    @Test func recoveryFollowsFromWhatIsSeen() {
        let seen: [(Observation<JSONValue>?, repeatable: String, once: String, told: String)] = [
            (.applied(.null), "adopt", "adopt", "adopt"), (.notApplied, "repeat", "repeat", "repeat"),
            (.unclear("?"), "repeat", "ask", "repeat"), (nil, "repeat", "ask", "repeat"),
        ]
        let once = Recorded.step("a", repeatable: false)
        for (observation, repeatable, unrepeatable, told) in seen {
            #expect(word(RecoveryPlan.decision(for: Recorded.step("a"), observation)) == repeatable)
            #expect(word(RecoveryPlan.decision(for: once, observation)) == unrepeatable)
            #expect(word(RecoveryPlan.decision(for: once, observation, told: true)) == told)
        }
    }
}
