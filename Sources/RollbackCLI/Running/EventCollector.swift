import RollbackCore
import Synchronization

/// Keeps a run's events in memory, for the report of a run whose disk keeps nothing.
final class EventCollector: EventSink {
    private let kept = Mutex<[RunEvent]>([])

    func receive(_ event: RunEvent) { kept.withLock { $0.append(event) } }
    var events: [RunEvent] { kept.withLock { $0 } }
}
