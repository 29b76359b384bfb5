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

    @Test func theNewestRunIsTheOneThatRecordedSomething() async throws {
        #expect(try state.newest() == nil)
        try await run(1)
        _ = try state.beginRun()
        let newest = try #require(try state.newest())
        #expect(newest.run == RunID(1) && newest.header == Sample.header && newest.state.end?.outcome == .healthy)
        #expect(try state.read(RunID(2)) == nil)
    }
}
