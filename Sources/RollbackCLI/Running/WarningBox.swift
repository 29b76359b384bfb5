import Synchronization

/// Holds warnings until there is somebody to tell.
final class WarningBox: Sendable {
    private struct State {
        var waiting: [String] = []
        var receiver: (@Sendable (String) -> Void)?
    }

    private let state = Mutex(State())

    func add(_ text: String) {
        let receiver = state.withLock { state in
            if state.receiver == nil { state.waiting.append(text) }
            return state.receiver
        }
        receiver?(text)
    }

    func forward(_ receiver: @escaping @Sendable (String) -> Void) {
        let waiting = state.withLock { state in
            state.receiver = receiver
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach(receiver)
    }
}
