/// The seven things that the journal says of a step.
package enum StepEvent: Hashable, Codable, Sendable {
    case started(attempt: Int)
    case succeeded(JSONValue)
    case failed(String)
    case undoStarted
    case undone
    case undoFailed(String)
    /// A person left it out, and why: the run goes on without it.
    case skipped(String)

    package var word: String {
        switch self {
        case .started: "started"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .undoStarted: "undoStarted"
        case .undone: "undone"
        case .undoFailed: "undoFailed"
        case .skipped: "skipped"
        }
    }
}

/// Where a step is in its life, folded from its events.
package enum StepState: Hashable, Codable, Sendable {
    case pending
    case running(attempt: Int)
    case succeeded(JSONValue)
    case failed(String, attempt: Int)
    case undoing(JSONValue?)
    case undone
    case undoFailed(String, JSONValue?)
    /// Left out; after an attempt, where there was one, that may have done part of it.
    case skipped(String, attempt: Int)

    package var word: String {
        switch self {
        case .pending: "pending"
        case .running: "running"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .undoing: "undoing"
        case .undone: "undone"
        case .undoFailed: "undoFailed"
        case .skipped: "skipped"
        }
    }

    /// The output that an undo works from: nil when the step never reported one.
    package var output: JSONValue? {
        switch self {
        case .succeeded(let output): output
        case .undoing(let output), .undoFailed(_, let output): output
        default: nil
        }
    }

    /// The one transition function, used live and in replay (after oxidecomputer/steno, `saga_log.rs`).
    ///
    /// Running → started again: the process died and recovery performs the step once more. Undoing → undoStarted
    /// again: likewise. Undone → started: a person took back one step and does it once more; in a run that goes back
    /// as a whole nothing is started, which `RunState` sees to. Skipped → undone: the person thinks better of it, and
    /// there is nothing to take back.
    /// - Returns: nil for an illegal pair, which in a journal means corruption.
    package func after(_ event: StepEvent) -> StepState? {
        switch (self, event) {
        case (.pending, .started(let attempt)), (.running, .started(let attempt)), (.failed, .started(let attempt)),
            (.undone, .started(let attempt)), (.skipped, .started(let attempt)):
            .running(attempt: attempt)
        case (.running, .succeeded(let output)): .succeeded(output)
        case (.running(let attempt), .failed(let why)): .failed(why, attempt: attempt)
        case (.succeeded, .undoStarted), (.running, .undoStarted), (.failed, .undoStarted),
            (.undoing, .undoStarted), (.undoFailed, .undoStarted), (.skipped, .undoStarted):
            .undoing(output)
        case (.undoing, .undone), (.skipped(_, attempt: 0), .undone): .undone
        case (.undoing(let output), .undoFailed(let why)): .undoFailed(why, output)
        case (.pending, .skipped(let why)), (.undone, .skipped(let why)): .skipped(why, attempt: 0)
        case (.running(let attempt), .skipped(let why)), (.failed(_, let attempt), .skipped(let why)),
            (.skipped(_, let attempt), .skipped(let why)):
            .skipped(why, attempt: attempt)
        default: nil
        }
    }
}
