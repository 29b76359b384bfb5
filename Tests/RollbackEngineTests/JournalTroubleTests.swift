import RollbackCore
import RollbackEngine
import RollbackTestKit
import Synchronization
import Testing

/// A run whose journal fails stops at once: what cannot be recorded is not done.
struct JournalTroubleTests {
    @Test func aRunStopsAtTheRecordThatCannotBeMadeDurable() async throws {
        let plan = PlanShapes.plan(levels: 1)
        let whole = SagaRun(World(plan))
        try await whole.live()
        for record in 2...whole.journal.count {
            let world = World(plan)
            let run = SagaRun(world)
            await #expect(throws: Failure.journalPoisoned(path: "memory"), "record \(record)") {
                try await run.live(failAt: record)
            }
            // What shares a write with it is lost with it.
            #expect(run.journal.count < record)
            // Without a failing disk one command still ends it.
            #expect(try await run.live().outcome == .healthy)
            #expect(world.isTarget && world.violations.isEmpty)
        }
    }

    @Test func nothingIsDoneWithoutItsIntent() async throws {
        let plan = Recorded.plan((.undo, Recorded.step("a")))
        let world = World(plan)
        await #expect(throws: Failure.self) { try await SagaRun(world).live(failAt: 2) }
        #expect(world.isStart && world.performed("a") == 0)
    }

    /// An entry that cannot follow is a defect or damage, and never a step's failure.
    @Test func anIllegalEntryIsRefusedAndChangesNothing() async throws {
        let journal = MemoryJournal()
        let recorder = try await Recorded.recorder(Recorded.plan((.undo, Recorded.step("a"))), journal)
        await #expect(throws: Failure.illegalTransition(step: "a", from: "pending", event: "undone")) {
            try await recorder.record(.step("a", .undone))
        }
        #expect(journal.entries.count == 1)
    }

    @Test func aCrashComesRightAfterItsRecord() async throws {
        let memory = MemoryJournal()
        let crashes = Mutex(0)
        let fault = try #require(JournalFault(text: "kill-after-record=2"))
        let journal = CrashingJournal(memory, fault) { crashes.withLock { $0 += 1 } }
        for number in 1...3 {
            try await journal.append(.direction(.forward, asked: false, why: "\(number)"))
            #expect(crashes.withLock { $0 } == (number >= 2 ? 1 : 0))
        }
        #expect(memory.entries.count == 3)
    }

    @Test func aForgetfulJournalKeepsAllButIntents() async throws {
        let memory = MemoryJournal()
        let fault = try #require(JournalFault(text: "forget-intent"))
        let journal = CrashingJournal(memory, fault) {}
        for event in [StepEvent.started(attempt: 1), .succeeded(.null), .undoStarted, .undone] {
            try await journal.append(.step("a", event))
        }
        #expect(memory.entries == [.step("a", .succeeded(.null)), .step("a", .undone)])
    }

    @Test func faultsAreReadStrictly() {
        #expect(JournalFault(text: "kill-after-record=7")?.crashAfter == 7)
        #expect(JournalFault(text: "kill-after-record=7")?.forgetsIntent == false)
        #expect(JournalFault(text: "kill-after-record=7,forget-intent")?.forgetsIntent == true)
        #expect(JournalFault(text: "forget-intent")?.crashAfter == nil)
        #expect(JournalFault(text: "refuse-from-record=3")?.refusesFrom == 3)
        for bad in ["kill-after-record", "kill-after-record=x", "forget-intent=1", "else=1", "forget-intent,else"] {
            #expect(JournalFault(text: bad) == nil, "\(bad)")
        }
    }
}
