package import RollbackCore
import Synchronization

/// Stamps events with time and hands them to every sink, one at a time and in order, from any task.
package final class EventHub: Sendable {
    private let clock: any TimeKeeping
    private let began: Duration
    private let earlier: Duration
    private let sinks: Mutex<[any EventSink]>

    /// - Parameter earlier: how long ago the run began, when an earlier process began it.
    package init(clock: any TimeKeeping, sinks: [any EventSink], startingAt earlier: Duration = .zero) {
        self.clock = clock
        self.earlier = earlier
        began = clock.now()
        self.sinks = Mutex(sinks)
    }

    /// Seconds since the run began.
    package var elapsed: Double { (earlier + clock.now() - began).seconds }

    package func emit(_ detail: RunEvent.Detail, step: StepName? = nil) {
        sinks.withLock { sinks in
            let event = RunEvent(elapsed: elapsed, time: clock.wallTime(), step: step, detail: detail)
            for sink in sinks { sink.receive(event) }
        }
    }

    package func progress(of step: StepName) -> StepProgress {
        StepProgress { self.emit($0, step: step) }
    }
}
