import RollbackCore
import RollbackReporting
import Testing

/// The named environment stands where a person decides, and in what is left for others.
@Suite struct EnvironmentNameTests {
    private var plan: Plan {
        var plan = SampleRun.plan
        plan.notes.environment = "production"
        return plan
    }

    @Test func inThePlan() {
        let text = PlanText(plan, digest: SampleRun.digest, now: SampleRun.start)
        let title = "Roll back /srv/pi-forge, production (fast)"
        #expect(text.screen().hasPrefix("\(title)\n"))
        #expect(text.full.hasPrefix("\(title)\n"))
        #expect(text.markdown.hasPrefix("# \(title)\n"))
    }

    @Test func inTheReport() {
        var header = SampleRun.header
        header.plan = plan
        let report = RunReport(events: [SampleRun.event(0, .runBegan(header))])
        #expect(MarkdownReport.text(report).contains("| Environment | production |"))
        #expect(HTMLReport.text(report).contains("<dt>Environment</dt><dd>production</dd>"))
        #expect(!MarkdownReport.text(SampleRun.report).contains("Environment"))
    }

    @Test func inTheStatus() {
        let status = PlatformStatus(root: "/srv", environment: "staging", current: SampleRun.target)
        let text = StatusText.text(status, now: SampleRun.start)
        #expect(text.hasPrefix("Platform     /srv\nEnvironment  staging\n"))
    }
}
