package import RollbackCore
import Synchronization

/// Faults on purpose: the same engine, with a journal that dies at a chosen record.
///
/// `crash` is called right after the record is durable, so what follows is exactly what a power cut or
/// `kill -9` at that instant would leave.
package final class CrashingJournal: Journaling {
    private let inner: any Journaling
    private let fault: JournalFault
    private let crash: @Sendable () throws -> Void
    private let count = Mutex(0)

    package init(_ inner: any Journaling, _ fault: JournalFault, crash: @escaping @Sendable () throws -> Void) {
        self.inner = inner
        self.fault = fault
        self.crash = crash
    }

    package func append(_ entries: [JournalEntry]) async throws {
        let first = count.withLock { count in
            count += entries.count
            return count - entries.count + 1
        }
        let numbers = first..<(first + entries.count)
        if let refused = fault.refusesFrom, refused < numbers.upperBound {
            throw Failure.journalPoisoned(path: "the journal, on purpose")
        }
        // A crash between two that would have shared a write is one that a crash before the second would leave.
        let last = fault.crashAfter.flatMap { numbers.contains($0) ? $0 : nil }
        let written = entries.prefix((last ?? numbers.upperBound - 1) - first + 1)
        let kept = written.filter { !(fault.forgetsIntent && $0.isIntent) }
        if !kept.isEmpty { try await inner.append(kept) }
        if last != nil { try crash() }
    }
}

/// Which fault, as `kill-after-record=7`, `kill-after-record=7,forget-intent` or `refuse-from-record=7` says it.
package struct JournalFault: Hashable, Sendable {
    package var crashAfter: Int?
    /// The negative control of the crash proof: intents are not written, so recovery must go wrong.
    package var forgetsIntent = false
    /// As on a disk that fails: from this record on nothing is taken.
    package var refusesFrom: Int?

    package init?(text: String) {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=")
            switch (pair.first, pair.count > 1 ? Int(pair[1]) : nil) {
            case ("kill-after-record", let number?): crashAfter = number
            case ("refuse-from-record", let number?): refusesFrom = number
            case ("forget-intent", nil): forgetsIntent = true
            default: return nil
            }
        }
    }
}

extension JournalEntry {
    fileprivate var isIntent: Bool {
        switch self {
        case .step(_, .started), .step(_, .undoStarted): true
        default: false
        }
    }
}
