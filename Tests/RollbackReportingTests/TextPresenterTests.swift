import RollbackCore
import RollbackReporting
import Testing

@Suite struct TextPresenterTests {
    private let live = TerminalStyle(live: true, colour: false)

    private func shown(_ style: TerminalStyle, _ events: [RunEvent]) -> Page {
        let page = Page()
        let presenter = TextPresenter(style: style, output: page.write)
        for event in events { presenter.receive(event) }
        return page
    }

    @Test func plainLinesTellEverythingWithoutSigns() {
        let page = shown(.plain, SampleRun.events)
        #expect(
            page.lines.prefix(8) == [
                "     0 s -       rolling back /srv/pi-forge to 4f2a91c “Fix login (#42)” by Kim",
                "                 run-7 · fast · plan 0f1e2d3c4b5a · expected 8.2 s",
                "     0 s warning seen before acting: fastapi: GET http://localhost:8000/ → 500",
                "                 Traceback (most recent call last):",
                "                 KeyError: '<b>user</b>'",
                "     0 s -       stage capture",
                "  0.01 s -       capture/tree: save 3 changed files",
                "  0.05 s ok      capture/tree: save 3 changed files (0.04 s)",
            ])
        #expect(page.lines.contains("   1.2 s OK      service restored after 1.2 s"))
        #expect(!page.text.contains("\u{1B}") && !page.text.contains("\r"))
    }

    @Test func onATerminalTheStatusLineIsRedrawn() {
        let page = Page()
        let presenter = TextPresenter(style: live, columns: { 100 }, output: page.write)
        for event in SampleRun.events.prefix(12) { presenter.receive(event) }
        presenter.tick(elapsed: 0.5)
        let steps = "restart/fastapi 0.43 s of 3.0 s · restart/flask 0.43 s of 2.0 s"
        #expect(page.text.hasSuffix("\r0.50 s of about 8.2 s · \(steps)\u{1B}[K"))
        presenter.receive(SampleRun.event(0.6, .stepSucceeded(seconds: 0.53), "restart/flask"))
        #expect(page.text.contains("\u{1B}[K\r\u{1B}[K  0.60 s ✓ restart/flask: restart flask (0.53 s)\n\r"))
        #expect(
            page.text.hasSuffix(
                "\r0.60 s of about 8.2 s · restart/fastapi 0.53 s of 3.0 s – waiting for port 8000\u{1B}[K"))
    }

    /// Three in the morning: what is as it should be is in the report.
    @Test func aTerminalShowsOnlyWhatMatters() {
        let check = Check(name: "web/health", probe: .process, critical: true)
        func checked(_ verdict: Verdict) -> RunEvent {
            SampleRun.event(1, .checked(CheckResult(check: check, verdict: verdict, evidence: "seen", milliseconds: 1)))
        }
        let events = [
            SampleRun.event(0, .stageBegan("swap", .forward)), checked(.healthy), checked(.bad),
            SampleRun.event(0, .symptom(Symptom(service: "web", source: .log, what: "last lines", lines: ["GET /"]))),
            SampleRun.event(0, .symptom(Symptom(service: "web", what: "GET / → 500", lines: ["Traceback"]))),
        ]
        let page = shown(live, events)
        #expect(page.lines.count == 4 && page.lines[0].contains("check web/health: seen"), "\(page.text)")
        #expect(page.lines[1].contains("GET / → 500") && page.lines[2].contains("Traceback"))
        #expect(shown(.plain, events).lines.count == 8)
    }

    @Test func restorationStandsOut() {
        let page = shown(TerminalStyle(live: true, colour: true), [SampleRun.event(1.2, .serviceRestored)])
        #expect(page.text == "\n\u{1B}[1;32m   1.2 s ✓ service restored after 1.2 s\u{1B}[0m\n\n")
    }

    @Test(arguments: [1, 10, 24, 60, 200])
    func theStatusLineFitsTheTerminal(columns: Int) {
        let page = Page()
        let presenter = TextPresenter(style: live, columns: { columns }, output: page.write)
        for event in SampleRun.events.prefix(12) { presenter.receive(event) }
        presenter.tick(elapsed: 0.5)
        let status = page.text.split(separator: "\r").last.map { String($0.dropLast(3)) } ?? ""
        #expect(Columns.width(status) <= max(1, columns - 1))
    }

    @Test func nothingIsRedrawnOffATerminalOrAfterTheEnd() {
        let page = Page()
        let presenter = TextPresenter(style: .plain, output: page.write)
        presenter.receive(SampleRun.event(0, .runBegan(SampleRun.header)))
        let before = page.text
        presenter.tick(elapsed: 1)
        #expect(page.text == before)
        let ended = Page()
        let other = TextPresenter(style: live, output: ended.write)
        for event in SampleRun.events { other.receive(event) }
        let text = ended.text
        other.tick(elapsed: 9)
        #expect(ended.text == text)
    }

    @Test func theEndSaysWhatToDo() throws {
        let page = Page()
        let report = SampleRun.report
        TextPresenter(style: .plain, output: page.write).finish(try #require(RunSummary(report, at: "logs/run-7.html")))
        #expect(
            page.text == """
                degraded: the target is served and every critical check passed, but not everything is proved
                  flask/health failed and is not critical.
                Next:
                  lastgood verify  # see what is not proved
                  lastgood undo    # look at the broken release again
                  lastgood unpin   # allow deployments again, once the fix is ready
                Report: logs/run-7.html

                """)
    }

    @Test func aStuckRunEndsWithCommandsAndContacts() throws {
        let events =
            Array(SampleRun.events.prefix(12)) + [
                SampleRun.event(1, .stepFailed("port 8000 is taken", seconds: 0.9), "restart/fastapi"),
                SampleRun.event(1, .runEnded(RunEnd(outcome: .stuck, reasons: ["fastapi does not start"]))),
            ]
        let report = RunReport(events: events, contacts: SampleRun.contacts)
        let lines = try #require(RunSummary(report, at: nil)).lines
        #expect(lines.contains("  systemctl restart fastapi   # by hand, for step restart/fastapi"))
        #expect(lines.contains("Contacts:") && lines.contains("  Repository owner: @kim"))
    }

    @Test func aHostileLineCannotSteerTheTerminal() {
        let page = shown(live, [SampleRun.event(0, .warning("a\u{1B}[2J\rb\n\u{9B}c"))])
        #expect(page.text == "     0 s ! a�[2J\n           b\n           �c\n")
    }
}
