import RollbackCore
import RollbackReporting
import Testing

@Suite struct JSONLinesTests {
    @Test func theExitLineHasItsFields() {
        #expect(
            JSONLines.exit(.locked, next: ["lastgood status"]).text
                == #"{"type":"exit","code":11,"next":["lastgood status"],"outcome":"locked"}"#)
        #expect(
            JSONLines.exit(.done, outcome: .degraded, report: "r.html").text
                == #"{"type":"exit","code":0,"next":[],"outcome":"degraded","report":"r.html"}"#)
    }

    @Test func strictnessMakesDegradedUnhealthy() {
        let summary = RunSummary(end: SampleRun.end, next: [])
        #expect(JSONLines.exit(summary, strict: true).text.contains(#""code":3,"#))
        #expect(JSONLines.exit(summary, strict: false).text.contains(#""code":0,"#))
    }

    @Test func eventsAreLinesWithTypeFirst() {
        let page = Page()
        let presenter = JSONLinesPresenter(output: page.write)
        presenter.receive(SampleRun.event(1.2004999, .stepSucceeded(seconds: 0.5), "code/swap"))
        presenter.receive(RunEvent(elapsed: .infinity, time: SampleRun.start, detail: .serviceRestored))
        #expect(
            page.lines == [
                #"{"type":"step","elapsed":1.2,"seconds":0.5,"state":"succeeded","step":"code/swap","#
                    + #""time":"2025-12-10T03:12:01Z"}"#,
                #"{"type":"restored","elapsed":null,"time":"2025-12-10T03:12:00Z"}"#,
                "",
            ])
    }

    @Test func hostileTextStaysInItsLine() {
        let line = JSONEvents.line(for: SampleRun.event(0, .warning("a\n\u{1B}[2J\u{9B}\u{202E}\"b")))
        #expect(
            line.text
                == #"{"type":"warning","elapsed":0,"text":"a\n\u001b[2J\u009b\u202e\"b","time":"2025-12-10T03:12:00Z"}"#
        )
    }

    @Test func aFailureCarriesItsKind() {
        #expect(JSONLines.failure(.noRun("")).text.contains(#""kind":"no-run""#))
        #expect(JSONLines.exit(.noRun("")).text.contains(#""code":1,"#))
    }
}
