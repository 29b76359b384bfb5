package import RollbackCore

/// What is under way in a run at this moment, folded from its events: what a status line shows.
package struct LiveState: Hashable, Sendable {
    package struct Running: Hashable, Sendable {
        package var step: StepName
        /// Seconds since the run began.
        package var began: Double
        package var undoing: Bool
        /// What it said last.
        package var doing: String?
    }

    package private(set) var plan: Plan?
    package private(set) var running: [Running] = []
    package private(set) var restoredAfter: Double?
    package private(set) var ended = false

    package init() {}

    package mutating func apply(_ event: RunEvent) {
        switch event.detail {
        case .runBegan(let header): plan = header.plan
        case .runResumed(let header, _): (plan, running, ended) = (header.plan, [], false)
        case .stepBegan: begin(event, undoing: false)
        case .undoBegan: begin(event, undoing: true)
        case .doing(let text): say(text, event.step)
        case .stepSucceeded, .stepFailed, .stepUndone, .undoFailed: running.removeAll { $0.step == event.step }
        case .serviceRestored: restoredAfter = restoredAfter ?? event.elapsed
        case .runEnded: (running, ended) = ([], true)
        case .snapshot(let progress): keep(progress, at: event.elapsed)
        default: break
        }
    }

    private mutating func begin(_ event: RunEvent, undoing: Bool) {
        guard let step = event.step else { return }
        running.removeAll { $0.step == step }
        running.append(Running(step: step, began: event.elapsed, undoing: undoing))
    }

    /// Shown like a step, which it is none of.
    private static let snapshot: StepName = "snapshot"

    private mutating func keep(_ progress: SnapshotProgress, at elapsed: Double) {
        switch progress {
        case .began: running = [Running(step: Self.snapshot, began: elapsed, undoing: false)]
        case .doing(let text): say(text, Self.snapshot)
        case .taken, .failed: running = []
        }
    }

    private mutating func say(_ text: String, _ step: StepName?) {
        guard let index = running.firstIndex(where: { $0.step == step }) else { return }
        running[index].doing = text
    }
}
