package import RollbackCore

/// What became of one step.
package struct StepReport: Hashable, Codable, Sendable {
    package enum State: String, Codable, Sendable {
        case pending = "not begun"
        case running = "under way"
        case done
        case reused = "done before"
        case failed
        case undoing = "being taken back"
        case undone = "taken back"
        case skipped = "left out"
        case undoFailed = "could not be taken back"
    }

    package var name: StepName
    package var stage: String
    package var summary: String
    package var commands: [Command]
    package var state: State = .pending
    package var attempts = 0
    /// Seconds since the run began.
    package var began: Double?
    /// From the first attempt's beginning to the last one's end.
    package var seconds: Double?
    /// Why it failed or was left out.
    package var why: String?

    package init(_ step: PlannedStep, stage: String) {
        name = step.name
        self.stage = stage
        summary = step.summary
        commands = step.commands
    }

    /// True when only a person can say or do what is left of it.
    package var needsPerson: Bool { state == .failed || state == .undoFailed || state == .running }

    /// Taking back changes the state only: the times stay those of the work itself.
    mutating func apply(_ detail: RunEvent.Detail, at elapsed: Double) {
        switch detail {
        case .stepBegan(let attempt): begin(at: elapsed, attempt: attempt)
        case .stepSucceeded: finish(.done, at: elapsed, why: nil)
        case .stepFailed(let why, _): finish(.failed, at: elapsed, why: why)
        case .undoBegan: state = .undoing
        case .stepUndone: state = .undone
        case .undoFailed(let why): (state, self.why) = (.undoFailed, why)
        case .stepReused: state = .reused
        case .stepSkipped(let why): (state, self.why) = (.skipped, why.isEmpty ? nil : why)
        default: break
        }
    }

    private mutating func begin(at elapsed: Double, attempt: Int) {
        state = .running
        attempts = attempt
        // A process that resumed the run counts from its own beginning.
        began = min(began ?? elapsed, elapsed)
    }

    private mutating func finish(_ state: State, at elapsed: Double, why: String?) {
        self.state = state
        self.why = why
        seconds = max(0, elapsed - (began ?? elapsed))
    }
}
