package import RollbackCore
import Synchronization

/// A journal for a disk that cannot keep one: nothing is written, so the run can neither be resumed nor undone.
/// Used only with somebody's consent.
package struct VolatileJournal: Journaling {
    package init() {}
    package func append(_ entries: [JournalEntry]) async throws {}
}

/// Goes on without a journal once the real one has failed, if that was consented to.
package final class ForgivingJournal: Journaling {
    private let inner: any Journaling
    private let onFailure: @Sendable (any Error) -> Void
    private let failed = Mutex(false)

    /// - Parameter onFailure: told once; the run is not resumable from then on and must be marked so.
    package init(_ inner: any Journaling, onFailure: @escaping @Sendable (any Error) -> Void) {
        self.inner = inner
        self.onFailure = onFailure
    }

    package func append(_ entries: [JournalEntry]) async throws {
        if failed.withLock({ $0 }) { return }
        do {
            try await inner.append(entries)
        } catch {
            let first = failed.withLock { failed in
                defer { failed = true }
                return !failed
            }
            if first { onFailure(error) }
        }
    }
}
