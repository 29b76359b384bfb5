package import RollbackCore

/// What a run that reached the end of its plan amounts to.
package enum RunJudgement {
    /// A run that went on without a step can be degraded at best; one without its verification is held, because
    /// nothing shows what it has come to.
    package static func end(of state: RunState, _ plan: Plan) -> RunEnd {
        var outcome = Outcome.healthy
        var reasons: [String] = []
        for step in plan.steps {
            let (verdict, why) = judge(step, state[step.name])
            if rank(verdict) > rank(outcome) { outcome = verdict }
            reasons += why
        }
        return RunEnd(outcome: outcome, reasons: reasons)
    }

    private static func judge(_ step: PlannedStep, _ state: StepState) -> (Outcome, [String]) {
        switch (state, step.necessity) {
        case (.succeeded(let output), .verification): return judge(output)
        case (.succeeded, _): return (.healthy, [])
        case (.skipped(let why, _), .verification):
            return (.stuck, ["\(leftOut(step, why)): nothing proves that the target is served"])
        case (.skipped(let why, _), _): return (.degraded, [leftOut(step, why)])
        case (.failed(let why, _), .optional): return (.degraded, ["\(step.name): \(why.firstLine)"])
        case (.failed(let why, _), _): return (.unhealthy, ["\(step.name): \(why.firstLine)"])
        default: return (.unhealthy, ["\(step.name) did not run"])
        }
    }

    private static func leftOut(_ step: PlannedStep, _ why: String) -> String {
        "\(step.name) was left out" + (why.isEmpty ? "" : " (\(why.firstLine))")
    }

    private static func judge(_ output: JSONValue) -> (Outcome, [String]) {
        guard let report = try? output.decoded(as: VerificationReport.self) else {
            return (.unhealthy, ["the verification's result cannot be read"])
        }
        let bad = report.results.filter { $0.verdict != .healthy }
        return (
            report.outcome,
            bad.map { "\($0.check.name) is \($0.verdict.rawValue): \($0.evidence)" }
                + report.unproved.map { "not proved: \($0)" }
        )
    }

    private static func rank(_ outcome: Outcome) -> Int {
        switch outcome {
        case .healthy: 0
        case .degraded: 1
        case .stuck: 3
        default: 2
        }
    }
}
