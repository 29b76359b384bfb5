import RollbackCore
import RollbackReporting
import Testing

@Suite struct RunReportTests {
    @Test func theFoldKnowsWhatHappened() {
        let report = SampleRun.report
        #expect(report.restoredAfter == 1.2)
        #expect(report.end == SampleRun.end)
        #expect(report.steps.map(\.state) == [.done, .done, .done, .done, .done])
        #expect(report.steps[2].began == 0.07 && report.steps[2].attempts == 1)
        #expect(report.checks.map(\.check.name) == ["fastapi/health", "flask/health"])
        #expect(report.suspects == [SampleRun.suspect])
        #expect(report.timeline.count == SampleRun.events.count - 1)
        #expect(report.next.map(\.command) == ["lastgood verify", "lastgood undo", "lastgood unpin"])
    }

    @Test func aRunWithoutAnEndIsToBeFinished() {
        let report = RunReport(events: SampleRun.events.prefix(12))
        #expect(report.next.map(\.command) == ["lastgood resume", "lastgood undo"])
        #expect(RunSummary(report, at: nil) == nil)
        #expect(MarkdownReport.text(report).contains("**interrupted: "))
    }

    @Test func retriesUndoingAndLaterResultsAreFolded() {
        let healthy = SampleRun.check("a", .healthy, critical: true, "ok")
        let bad = SampleRun.check("a", .bad, critical: true, "no")
        let report = RunReport(events: [
            SampleRun.event(0, .runBegan(SampleRun.header)),
            SampleRun.event(1, .stepBegan(attempt: 1), "code/swap"),
            SampleRun.event(2, .stepFailed("disk full", seconds: 1), "code/swap"),
            SampleRun.event(2, .stepBegan(attempt: 2), "code/swap"),
            SampleRun.event(4, .stepFailed("disk full", seconds: 2), "code/swap"),
            SampleRun.event(4, .undoBegan, "code/swap"), SampleRun.event(9, .stepUndone(seconds: 5), "code/swap"),
            SampleRun.event(9, .checked(bad)), SampleRun.event(9, .checked(healthy)),
        ])
        let step = report.steps[1]
        #expect(step.state == .undone && step.attempts == 2 && step.seconds == 3 && step.why == "disk full")
        #expect(report.checks == [healthy])
    }

    @Test func anUnhealthyRunPointsAtTheFailingService() {
        let events = [
            SampleRun.event(0, .checked(SampleRun.check("fastapi/x", .bad, critical: true, "500"))),
            SampleRun.event(0, .runEnded(RunEnd(outcome: .unhealthy))),
        ]
        #expect(RunReport(events: events).next.map(\.command).contains("lastgood logs fastapi"))
    }

    @Test func markdownStaysMarkdown() {
        let text = MarkdownReport.text(SampleRun.report)
        #expect(text.hasPrefix("# Rollback run-7 of /srv/pi-forge\n\n**degraded: "))
        #expect(text.contains("| services | restart/fastapi | restart fastapi | done | 1.1 s |\n"))
        #expect(text.contains("```text\nTraceback (most recent call last):\nKeyError: '<b>user</b>'\n```\n"))
        #expect(text.contains("- Railway: <https://railway.app/dashboard>\n- Hostile: javascript:alert(1)\n"))
        #expect(!text.contains("<script>"))
    }

    @Test func aLogLineCannotEndItsBlock() {
        let symptom = Symptom(service: "x", what: "log", lines: ["```", "# not a heading"])
        let text = MarkdownReport.text(RunReport(events: [SampleRun.event(0, .symptom(symptom))]))
        #expect(text.contains("````text\n```\n# not a heading\n````\n"))
    }

    @Test func htmlShowsHostileTextAsText() {
        let html = HTMLReport.text(SampleRun.report)
        #expect(!html.contains("<script") && !html.contains("<b>user") && !html.contains("href=\"javascript"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(html.contains("KeyError: &#39;&lt;b&gt;user&lt;/b&gt;&#39;"))
        #expect(html.contains("default-src 'none'"))
        #expect(html.contains("<p class=\"restored\">✓ service restored after 1.2 s</p>"))
        #expect(html.contains("<details><summary>Commands</summary><pre>systemctl restart fastapi</pre></details>"))
        #expect(!html.contains("&lt;ul&gt;") && !html.contains("&lt;p") && !html.contains("&lt;pre"))
    }

    @Test func htmlTagsAreBalanced() {
        let html = HTMLReport.text(SampleRun.report)
        for tag in ["html", "head", "body", "main", "section", "div", "p", "ul", "li", "dl", "dt", "dd", "pre", "svg"] {
            let opened = html.components("<\(tag)>") + html.components("<\(tag) ")
            #expect(opened == html.components("</\(tag)>"), "\(tag)")
        }
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
