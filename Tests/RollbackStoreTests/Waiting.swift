import Synchronization
import Testing

/// Returns when the condition holds; fails the test when it does not in two minutes.
func eventually(_ what: Comment, _ holds: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !holds() {
        guard ContinuousClock.now < deadline else { throw NeverCame(what: "\(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct NeverCame: Error { let what: String }

/// How many are in a place at the same time, at most.
final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() { state.withLock { $0.now -= 1 } }
}
