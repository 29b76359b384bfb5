import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct RunHistoryTests {
    private let place: StatePlace
    private var state: StateDirectory { place.state }
    init() throws { place = try StatePlace() }

    private func event(_ elapsed: Double, _ detail: RunEvent.Detail, step: StepName? = nil) -> RunEvent {
        RunEvent(elapsed: elapsed, time: Sample.time, step: step, detail: detail)
    }

    private func ended(_ end: RunEnd) -> [JournalEntry] { [.began(Sample.header), .ended(end)] }

    private func run(_ seconds: Double, _ end: RunEnd = RunEnd(outcome: .healthy)) async throws {
        _ = try await place.run(
            ended(end),
            events: [
                event(1, .stepSucceeded(seconds: seconds), step: "code"), event(seconds + 1, .runEnded(end)),
            ])
    }

    @Test func noHistoryExpectsNothing() throws {
        let medians = try RunHistory(state).medians()
        #expect(medians.steps.isEmpty && medians.run == nil)
    }

    @Test func theMiddleOfTheNewestRunsCounts() async throws {
        for seconds in [100.0, 100, 100, 3, 1, 2, 5, 4, 6, 9, 7, 8, 50] { try await run(seconds) }
        let medians = try RunHistory(state).medians()
        #expect(medians.steps == ["code": 6])
        #expect(medians.run == 7)
    }

    @Test func runsThatWereTakenBackDoNotCountAsRuns() async throws {
        try await run(1)
        try await run(90, RunEnd(outcome: .healthy, undone: true))
        try await run(91, RunEnd(outcome: .stuck))
        #expect(try RunHistory(state).medians().run == 2)
    }

    /// How long somebody took to resume it says nothing of the next run.
    @Test func aResumedRunDoesNotCountAsARun() async throws {
        try await run(1)
        _ = try await place.run(
            ended(RunEnd(outcome: .healthy)),
            events: [
                event(1, .stepSucceeded(seconds: 3), step: "code"), event(600, .runResumed(Sample.header, .forward)),
                event(601, .runEnded(RunEnd(outcome: .healthy))),
            ])
        let medians = try RunHistory(state).medians()
        #expect(medians.run == 2 && medians.steps == ["code": 3])
    }

    /// What was done before somebody took it back took the time that it took.
    @Test func aRunThatWasTakenBackLaterCounts() async throws {
        let (healthy, undone) = (RunEnd(outcome: .healthy), RunEnd(outcome: .cancelled, undone: true))
        _ = try await place.run(
            [.began(Sample.header), .ended(healthy), .ended(undone)],
            events: [
                event(2, .runEnded(healthy)), event(50, .runResumed(Sample.header, .backward)),
                event(51, .runEnded(undone)),
            ])
        #expect(try RunHistory(state).medians().run == 2)
    }

    @Test func anEventLogThatCannotBeReadIsLeftOut() async throws {
        try await run(1)
        try FileManager.default.createDirectory(
            atPath: state.eventsPath(try state.beginRun()), withIntermediateDirectories: true)
        #expect(try RunHistory(state).medians().run == 2)
    }

    @Test func pruningKeepsTheNewestAndWhatCanGoOn() async throws {
        try await run(1)
        _ = try await place.run(ended(RunEnd(outcome: .stuck)))
        _ = try await place.run([.began(Sample.header)])
        _ = try await place.run(ended(RunEnd(outcome: .interrupted)))
        _ = try state.beginRun()
        for _ in 0..<3 { try await run(1) }
        try RunHistory(state).prune(keeping: 2)
        #expect(try state.runs().map(\.number) == [2, 3, 4, 7, 8])
    }

    @Test func aRunThatCannotBeReadIsNeverRemoved() async throws {
        for _ in 0..<3 { try await run(1) }
        try put(Data("this is no journal at all".utf8), state.journalPath(RunID(1)))
        try RunHistory(state).prune(keeping: 1)
        #expect(try state.runs().map(\.number) == [1, 3])
    }

    @Test func whoOnlyLooksTakesTheNewestThatCanBeRead() async throws {
        #expect(state.newestReadable() == nil)
        for _ in 0..<2 { try await run(1) }
        try put(Data("this is no journal at all".utf8), state.journalPath(RunID(2)))
        #expect(state.newestReadable()?.run == RunID(1))
        #expect(throws: Failure.self) { try state.newest() }
        #expect(throws: Failure.self) { try state.standing(after: RunID(1)) }
    }

    @Test func laterRunsStandUntilTheyAreTakenBack() async throws {
        try await run(1)
        try await run(1, RunEnd(outcome: .cancelled, undone: true))
        _ = try state.beginRun()
        #expect(try state.standing(after: RunID(1)) == [])
        _ = try await place.run([.began(Sample.header)])
        try await run(1)
        #expect(try state.standing(after: RunID(1)) == [RunID(5), RunID(4)])
        #expect(try state.standing(after: RunID(5)) == [])
    }

    @Test func theNewestRunIsTheOneThatRecordedSomething() async throws {
        #expect(try state.newest() == nil)
        try await run(1)
        _ = try state.beginRun()
        let newest = try #require(try state.newest())
        #expect(newest.run == RunID(1) && newest.header == Sample.header && newest.state.end?.outcome == .healthy)
        #expect(try state.read(RunID(2)) == nil)
    }
}
