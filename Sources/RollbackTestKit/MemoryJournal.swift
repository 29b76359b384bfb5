package import RollbackCore
import Synchronization

/// Whether the machine is on. Journal and world of one simulated machine share it: what happens after the power cut
/// happens nowhere.
package final class PowerSwitch: Sendable {
    private let state = Mutex(true)

    package init() {}
    package var isOn: Bool { state.withLock { $0 } }
    package func cut() { state.withLock { $0 = false } }
    package func restore() { state.withLock { $0 = true } }
}

/// A journal in memory.
package final class MemoryJournal: Journaling {
    private struct State {
        var entries: [JournalEntry] = []
        var poisoned = false
    }

    private let state = Mutex(State())
    private let power: PowerSwitch
    private let failAt: Int?

    /// - Parameters:
    ///   - entries: what an earlier process of the run wrote.
    ///   - failAt: the number of the append, counted from 1, that finds the disk failing; it poisons the journal.
    package init(_ entries: [JournalEntry] = [], power: PowerSwitch = PowerSwitch(), failAt: Int? = nil) {
        state.withLock { $0.entries = entries }
        self.power = power
        self.failAt = failAt.map { $0 + entries.count }
    }

    package var entries: [JournalEntry] { state.withLock { $0.entries } }

    package func append(_ entries: [JournalEntry]) async throws {
        try state.withLock { state in
            let numbers = state.entries.count + 1...state.entries.count + max(entries.count, 1)
            if let failAt, numbers.contains(failAt) { state.poisoned = true }
            guard power.isOn, !state.poisoned else { throw Failure.journalPoisoned(path: "memory") }
            state.entries += entries
        }
    }
}
