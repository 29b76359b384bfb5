package import FoundationEssentials
import RollbackCore
import Synchronization

/// A clock that only the test moves. Who sleeps wakes when it is moved past the end of the sleep, or when cancelled.
package final class ManualClock: TimeKeeping {
    private struct Sleeper {
        var end: Duration
        var wake: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var number = 0
        var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let began: Date

    package init(began: Date = Date(timeIntervalSince1970: 1_700_000_000)) { self.began = began }

    package func now() -> Duration { state.withLock { $0.now } }
    package func wallTime() -> Date { began.addingTimeInterval(now().seconds) }

    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.end <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.sorted { $0.end < $1.end }
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Returns when so many sleep at the same time.
    package func sleepers(_ count: Int) async {
        await withCheckedContinuation { wake in
            let there = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, wake))
                return false
            }
            if there { wake.resume() }
        }
    }

    package func sleep(_ duration: Duration) async throws {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { add(number, duration, $0) }
        } onCancel: {
            cancel(number)
        }
    }

    private func add(_ number: Int, _ duration: Duration, _ wake: CheckedContinuation<Void, any Error>) {
        let (cancelled, watching) = state.withLock { state in
            if state.cancelled.remove(number) != nil { return (true, [CheckedContinuation<Void, Never>]()) }
            state.sleepers[number] = Sleeper(end: state.now + duration, wake: wake)
            let ready = state.watchers.filter { $0.count <= state.sleepers.count }
            state.watchers.removeAll { $0.count <= state.sleepers.count }
            return (false, ready.map(\.wake))
        }
        if cancelled { wake.resume(throwing: CancellationError()) }
        for watcher in watching { watcher.resume() }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: number)
            if sleeper == nil { state.cancelled.insert(number) }
            return sleeper
        }
        sleeper?.wake.resume(throwing: CancellationError())
    }
}
