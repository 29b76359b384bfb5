import Glibc
import Synchronization

/// The process group of a running helper, which can be killed from another thread for as long as its leader has
/// not been collected (until then its number cannot belong to anyone else).
final class HelperGroup: Sendable {
    private enum State {
        case notStarted
        case running(Int32)
        case ended
        case cancelled
    }
    private let state = Mutex(State.notStarted)

    /// False when it was cancelled before it started.
    func started(_ leader: Int32) -> Bool {
        state.withLock { state in
            if case .cancelled = state { return false }
            state = .running(leader)
            return true
        }
    }

    var cancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    func kill() {
        state.withLock { state in
            if case .running(let leader) = state { _ = Glibc.kill(-leader, SIGKILL) }
        }
    }

    /// Kills it, and whoever asks later is told. Nothing happens to one that has ended.
    func cancel() {
        state.withLock { state in
            if case .ended = state { return }
            if case .running(let leader) = state { _ = Glibc.kill(-leader, SIGKILL) }
            state = .cancelled
        }
    }

    /// The leader's status once it has ended; collecting it and forgetting its number are one act.
    func poll(_ leader: Int32) -> Int32? {
        state.withLock { state in
            guard let status = ChildProcess.poll(leader) else { return nil }
            if case .cancelled = state { return status }
            state = .ended
            return status
        }
    }
}
