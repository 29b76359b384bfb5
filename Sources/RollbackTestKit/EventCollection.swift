package import RollbackCore
import Synchronization

/// Keeps the events it receives, in order.
package final class EventCollection: EventSink {
    private let kept = Mutex<[RunEvent]>([])

    package init() {}
    package var events: [RunEvent] { kept.withLock { $0 } }
    package func receive(_ event: RunEvent) { kept.withLock { $0.append(event) } }
}
