package import FoundationEssentials
import RollbackCore

/// The machine's clocks.
package struct SystemClock: TimeKeeping {
    private let origin = ContinuousClock.now

    package init() {}

    package func now() -> Duration { ContinuousClock.now - origin }
    package func wallTime() -> Date { Date() }
    package func sleep(_ duration: Duration) async throws { try await Task.sleep(for: duration, tolerance: .zero) }
}
