import RollbackCore
import RollbackStore
import RollbackTestKit
import Synchronization
import Testing

struct VolatileJournalTests {
    @Test func aFailedJournalIsForgivenOnceConsentIsGiven() async throws {
        let inner = MemoryJournal(failAt: 3)
        let told = Mutex<[String]>([])
        let journal = ForgivingJournal(inner) { error in told.withLock { $0.append("\(error)") } }
        for number in 1...5 { try await journal.append(Sample.entry(number)) }
        #expect(inner.entries == [Sample.entry(1), Sample.entry(2)])
        #expect(told.withLock { $0 } == ["\(Failure.journalPoisoned(path: "memory"))"])
    }

    @Test func aVolatileJournalTakesEverything() async throws {
        try await VolatileJournal().append(Sample.entry(1))
    }
}
