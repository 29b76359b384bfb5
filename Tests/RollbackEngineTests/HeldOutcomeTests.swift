import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// An outcome waits for the next thing that is written, and never longer than a step beside it takes.
struct HeldOutcomeTests {
    private let plan = Recorded.plan((.undo, Recorded.step("a")), (.undo, Recorded.step("b")))

    @Test func anOutcomeIsWrittenWithWhatIsBegunNext() async throws {
        let journal = FrameJournal()
        let recorder = try await Recorded.recorder(plan, journal)
        try await recorder.record(.step("a", .started(attempt: 1)))
        try await recorder.record(.step("a", .succeeded(.null)))
        #expect(journal.frames.count == 2)
        #expect(await recorder["a"] == .succeeded(.null))
        try await recorder.record(.step("b", .started(attempt: 1)))
        #expect(journal.frames.last == [.step("a", .succeeded(.null)), .step("b", .started(attempt: 1))])
    }

    @Test func whoDoesNotGoOnAtOnceHasItWritten() async throws {
        let journal = FrameJournal()
        let recorder = try await Recorded.recorder(plan, journal)
        try await recorder.record(.step("a", .started(attempt: 1)))
        try await recorder.record(.step("a", .succeeded(.null)))
        try await recorder.flush()
        #expect(journal.frames.last == [.step("a", .succeeded(.null))])
        try await recorder.flush()
        #expect(journal.frames.count == 3)
    }

    /// Failures, and that somebody began, are known on the disk before anything follows from them.
    @Test func nothingElseWaits() async throws {
        let journal = FrameJournal()
        let recorder = try await Recorded.recorder(plan, journal)
        for entry: JournalEntry in [
            .step("a", .started(attempt: 1)), .step("a", .failed("no")), .direction(.backward, asked: false, why: "no"),
            .step("a", .undoStarted), .step("a", .undoFailed("no")), .ended(RunEnd(outcome: .stuck)),
        ] {
            try await recorder.record(entry)
            #expect(journal.frames.last == [entry])
        }
    }

    /// A step that takes long keeps nobody from knowing what the one beside it has done.
    @Test func aStepBesideASlowOneIsWrittenAtOnce() async throws {
        let journal = FrameJournal()
        var plan = plan
        plan.stages = [
            PlannedStage(name: "both", onFailure: .undo, steps: [Recorded.step("quick"), Recorded.step("slow")])
        ]
        let recorder = try await Recorded.recorder(plan, journal)
        let quick = AnyStep(observe: { .notApplied }, perform: { _ in .null }, undo: { _, _ in })
        let slow = AnyStep(
            observe: { .notApplied },
            perform: { _ in
                while !journal.frames.joined().contains(.step("quick", .succeeded(.null))) { await Task.yield() }
                return .null
            }, undo: { _, _ in })
        let end = try await Recorded.executor(plan, ["quick": quick, "slow": slow], recorder).run()
        #expect(end.outcome == .healthy)
    }

    /// A person may think for an hour, and a power cut must not make what was done unknown.
    @Test func whatIsDoneIsWrittenBeforeAPersonIsAsked() async throws {
        let journal = FrameJournal()
        let recorder = try await Recorded.recorder(plan, journal)
        let step = AnyStep(observe: { .notApplied }, perform: { _ in .null }, undo: { _, _ in })
        let executor = Executor(
            plan: plan, steps: ["a": step, "b": step], recorder: recorder,
            events: EventHub(clock: ManualClock(), sinks: []), clock: ManualClock(),
            pace: WatchingPace(journal: journal))
        #expect(try await executor.run().outcome == .healthy)
    }

    @Test func aCrashInsideOfAFrameLeavesWhatCameBefore() async throws {
        let memory = MemoryJournal()
        let fault = try #require(JournalFault(text: "kill-after-record=2"))
        let journal = CrashingJournal(memory, fault) { throw OnPurpose() }
        await #expect(throws: OnPurpose.self) {
            try await journal.append((1...3).map { .direction(.forward, asked: false, why: "\($0)") })
        }
        #expect(memory.entries.count == 2)
    }
}

/// Does everything, and looks each time whether what was done is on the disk.
private struct WatchingPace: Pacing {
    let journal: FrameJournal

    func choice(_ question: PaceQuestion) async throws -> PaceChoice {
        let written = Set(journal.frames.joined())
        for name: StepName in ["a", "b"] where question.state[name] == .succeeded(.null) {
            #expect(written.contains(.step(name, .succeeded(.null))))
        }
        return .perform
    }
}
