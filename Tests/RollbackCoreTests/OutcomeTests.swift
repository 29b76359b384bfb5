import RollbackCore
import Testing

struct OutcomeTests {
    @Test(
        arguments: [
            (.healthy, 0, 0), (.degraded, 0, 3), (.unhealthy, 3, 3), (.failed, 1, 1), (.stuck, 12, 12),
            (.interrupted, 13, 13), (.cancelled, 130, 130),
        ] as [(Outcome, Int32, Int32)])
    func everyOutcomeHasItsCode(outcome: Outcome, code: Int32, strict: Int32) {
        #expect(ExitCode(outcome).rawValue == code)
        #expect(ExitCode(outcome, strict: true).rawValue == strict)
    }

    static let owner = LockOwner(
        host: "web-1", user: "ada", process: 1, since: "2026-01-01T00:00:00Z", purpose: .rollback, run: RunID(1))

    @Test(
        arguments: [
            (.usage("what?", next: "lastgood --help"), 64), (.consentNeeded(again: "…"), 64), (.configuration([]), 64),
            (.dependencyCycle([]), 64), (.unknownService("x", known: []), 64), (.cancelled, 130),
            (.noTarget(why: ""), 10),
            (.locked(owner), 11), (.stalePlan(digest: "", changed: []), 14), (.runUnfinished(RunID(1)), 13),
            (.journalPoisoned(path: ""), 13), (.journalNotBegun(path: ""), 1),
            (.laterRun(RunID(1), later: RunID(2)), 1),
            (.unclear(step: "a", why: ""), 12), (.journalCorrupt(path: "", sequence: 1, why: ""), 12),
            (.illegalTransition(step: "a", from: "", event: ""), 12), (.commandMissing("git", why: ""), 1),
            (.wouldNotStop(service: "a", process: 1), 1),
        ] as [(Failure, Int32)])
    func everyFailureHasItsCode(failure: Failure, code: Int32) {
        #expect(ExitCode(failure).rawValue == code)
    }

    @Test func everyCodeSaysWhatItMeans() {
        #expect(ExitCode.allCases.allSatisfy { !$0.meaning.isEmpty })
    }

    private func result(_ verdict: Verdict, critical: Bool) -> CheckResult {
        let check = Check(name: "a", probe: .process, critical: critical)
        return CheckResult(check: check, verdict: verdict, evidence: "", milliseconds: 0)
    }

    @Test(
        arguments: [
            (.healthy, true, .healthy), (.inconclusive, true, .unhealthy), (.bad, true, .unhealthy),
            (.healthy, false, .healthy), (.inconclusive, false, .degraded), (.bad, false, .degraded),
        ] as [(Verdict, Bool, Outcome)])
    func oneResultAmongHealthyOnesDecides(verdict: Verdict, critical: Bool, outcome: Outcome) {
        let results = [result(.healthy, critical: true), result(verdict, critical: critical)]
        #expect(VerificationReport(results: results).outcome == outcome)
    }

    @Test func whatNothingProvesIsNotAPass() {
        let report = VerificationReport(results: [result(.healthy, critical: true)], unproved: ["database schema"])
        #expect(report.outcome == .degraded)
    }
}
