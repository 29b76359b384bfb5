import RollbackCore
import RollbackReporting
import Testing

/// What a run prints where no terminal is.
@Suite struct LogLevelTests {
    private let events =
        SampleRun.events.dropLast() + [
            SampleRun.event(1.3, .stepFailed("no answer", seconds: 0.1), "verify/all"),
            SampleRun.event(1.3, .runEnded(SampleRun.end)),
        ]

    private func lines(_ level: LogLevel, _ style: TerminalStyle = .plain) -> [String] {
        let page = Page()
        let presenter = TextPresenter(style: style, level: level, output: page.write)
        for event in events { presenter.receive(event) }
        return page.lines.dropLast()
    }

    @Test func debugShowsEveryCommandToo() {
        let (debug, info) = (lines(.debug), lines(.info))
        let commands = debug.filter { $0.contains(" $ ") }.map { $0.drop { $0 == " " } }
        #expect(
            commands == [
                "$ git checkout 4f2a91c -- .", "$ systemctl restart fastapi", "$ systemctl restart flask",
            ])
        #expect(debug.filter { !$0.contains(" $ ") } == info)
        #expect(info.contains { $0.contains("waiting for port 8000") })
    }

    @Test func warningShowsWarningsAndFailures() {
        #expect(
            lines(.warning) == [
                "     0 s warning seen before acting: fastapi: GET http://localhost:8000/ → 500",
                "                 Traceback (most recent call last):", "                 KeyError: '<b>user</b>'",
                "   1.2 s warning check flask/health: 503 in 9 ms (not critical)",
                "   1.3 s FAILED  verify/all failed after 0.10 s: no answer",
            ])
    }

    @Test(arguments: [LogLevel.error, .critical])
    func errorShowsFailuresOnly(level: LogLevel) {
        #expect(lines(level) == ["   1.3 s FAILED  verify/all failed after 0.10 s: no answer"])
    }

    @Test(arguments: LogLevel.allCases)
    func aTerminalShowsTheSameAtEveryLevel(level: LogLevel) {
        let style = TerminalStyle(live: true, colour: false)
        #expect(lines(level, style) == lines(.info, style))
    }

    @Test(arguments: LogLevel.allCases)
    func theOutcomeIsToldInAnyCase(level: LogLevel) throws {
        let page = Page()
        let presenter = TextPresenter(style: .plain, level: level, output: page.write)
        presenter.finish(try #require(RunSummary(SampleRun.report, at: nil)))
        #expect(page.text.hasPrefix("degraded: "))
    }
}
