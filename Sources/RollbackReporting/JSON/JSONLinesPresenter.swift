package import RollbackCore
import Synchronization

/// A run as JSON lines for programs: each event is one line, written whole.
package final class JSONLinesPresenter: EventSink {
    private let output: @Sendable (String) -> Void
    private let lock = Mutex(())

    /// - Parameter output: gets one line with its line end; it is called under a lock and must not call back.
    package init(output: @escaping @Sendable (String) -> Void) { self.output = output }

    package func receive(_ event: RunEvent) { write(JSONEvents.line(for: event)) }

    /// Writes any line among the events: candidates, a plan, a failure, and at the very end the exit line.
    package func write(_ line: JSONLine) {
        lock.withLock { _ in output(line.text + "\n") }
    }
}
