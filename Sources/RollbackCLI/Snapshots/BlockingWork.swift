import Dispatch
import Synchronization

/// Work that waits for disks and other processes. The threads of Swift's tasks are few and never block.
enum BlockingWork {
    /// Cancelled, the work is no longer waited for, and its thread goes on until the process ends: only for what may end at
    /// any instant, as whatever the store does may.
    static func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        let handover = Handover<Answer>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                handover.expect(continuation)
                DispatchQueue(label: "snapshots").async { handover.give(Result { try work() }) }
            }
        } onCancel: {
            handover.give(.failure(CancellationError()))
        }
    }
}

/// Hands the first of two answers on, once.
private final class Handover<Answer: Sendable>: Sendable {
    private let state = Mutex<(waiting: CheckedContinuation<Answer, any Error>?, early: Result<Answer, any Error>?)>(
        (nil, nil))

    func expect(_ continuation: CheckedContinuation<Answer, any Error>) {
        let early = state.withLock { state in
            if state.early == nil { state.waiting = continuation }
            return state.early
        }
        if let early { continuation.resume(with: early) }
    }

    func give(_ result: Result<Answer, any Error>) {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.early == nil { state.early = result }
            return state.waiting
        }
        waiting?.resume(with: result)
    }
}
