import RollbackCore
import Testing

struct RunStateTests {
    @Test func aRunFoldsFromItsJournal() throws {
        let end = RunEnd(outcome: .degraded, reasons: ["nothing proves the schema"])
        let run = try RunState([
            .began(Sample.header), .step("capture", .started(attempt: 1)), .step("capture", .succeeded(.null)),
            .step("swap", .started(attempt: 1)), .step("swap", .failed("disk full")),
            .direction(.backward, asked: true, why: "disk full"), .ended(end),
        ])
        #expect(run.header == Sample.header)
        #expect(run["capture"] == .succeeded(.null))
        #expect(run["swap"] == .failed("disk full", attempt: 1))
        #expect(run["caches"] == .pending)
        #expect(run.direction == .backward)
        #expect(run.asked)
        #expect(run.why == "disk full")
        #expect(run.end == end)
    }

    @Test(arguments: [
        JournalEntry.step("capture", .started(attempt: 1)), .direction(.backward, asked: true, why: ""),
        .ended(RunEnd(outcome: .failed)),
    ])
    func nothingComesBeforeTheBeginning(entry: JournalEntry) {
        #expect(throws: Failure.self) { try RunState([entry]) }
    }

    @Test func aRunBeginsOnce() {
        #expect(throws: Failure.illegalTransition(step: "", from: "under way", event: "began")) {
            try RunState([.began(Sample.header), .began(Sample.header)])
        }
    }

    @Test func aStepOutsideThePlanIsCorruption() {
        #expect(throws: Failure.illegalTransition(step: "other", from: "unknown", event: "started")) {
            try RunState([.began(Sample.header), .step("other", .started(attempt: 1))])
        }
    }

    @Test func anIllegalEntryChangesNothing() throws {
        var run = try RunState([.began(Sample.header), .ended(RunEnd(outcome: .interrupted))])
        let before = run
        #expect(throws: Failure.illegalTransition(step: "swap", from: "pending", event: "undone")) {
            try run.apply(.step("swap", .undone))
        }
        #expect(run == before)
    }

    @Test(arguments: [
        JournalEntry.step("capture", .started(attempt: 1)), .direction(.backward, asked: true, why: "undo"),
    ])
    func whatFollowsAnEndReopensTheRun(entry: JournalEntry) throws {
        let run = try RunState([.began(Sample.header), .ended(RunEnd(outcome: .healthy)), entry])
        #expect(run.end == nil)
        #expect(run.unfinished)
    }

    @Test(
        arguments: [
            (nil, true, true), (.interrupted, true, true), (.stuck, false, true), (.healthy, false, false),
            (.degraded, false, false), (.unhealthy, false, false), (.failed, false, false), (.cancelled, false, false),
        ] as [(Outcome?, Bool, Bool)])
    func onlyUnfinishedAndHeldRunsCanBeResumed(outcome: Outcome?, unfinished: Bool, resumable: Bool) throws {
        let end = outcome.map { JournalEntry.ended(RunEnd(outcome: $0)) }
        let run = try RunState([.began(Sample.header)] + [end].compactMap { $0 })
        #expect(run.unfinished == unfinished)
        #expect(run.resumable == resumable)
    }
}
