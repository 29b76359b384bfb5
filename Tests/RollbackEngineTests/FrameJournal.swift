import RollbackCore
import Synchronization

/// Remembers which entries were made durable together.
final class FrameJournal: Journaling {
    private let state = Mutex<[[JournalEntry]]>([])

    var frames: [[JournalEntry]] { state.withLock { $0 } }

    func append(_ entries: [JournalEntry]) async throws { state.withLock { $0.append(entries) } }
}
