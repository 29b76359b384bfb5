package import FoundationEssentials

/// What the engine says while it works. Terminal text, JSON lines, the live view, the report and the metrics
/// are folds over these, and nothing else.
package struct RunEvent: Hashable, Codable, Sendable {
    /// Seconds since the run began, by the monotonic clock.
    package var elapsed: Double
    /// For people.
    package var time: Date
    /// The step it is about.
    package var step: StepName?
    package var detail: Detail

    package init(elapsed: Double, time: Date, step: StepName? = nil, detail: Detail) {
        self.elapsed = elapsed
        self.time = time
        self.step = step
        self.detail = detail
    }

    package enum Detail: Hashable, Codable, Sendable {
        case runBegan(RunHeader)
        /// Another process goes on with the run, this way.
        case runResumed(RunHeader, Direction)
        case stageBegan(String, Direction)
        case stepBegan(attempt: Int)
        /// A line about what the step is doing now.
        case doing(String)
        case stepSucceeded(seconds: Double)
        case stepFailed(String, seconds: Double)
        case undoBegan
        case stepUndone(seconds: Double)
        case undoFailed(String)
        /// A step that an earlier process of this run had done already.
        case stepReused
        /// A person left it out, and why.
        case stepSkipped(String)
        case warning(String)
        /// What a step has proved of its work.
        case proved(String)
        /// What a person wrote down during a run by hand.
        case noted(String)
        /// A question of the checklists around a run by hand, answered.
        case answered(ChecklistAnswer)
        /// What was seen of the broken release before anything was done.
        case symptom(Symptom)
        case checked(CheckResult)
        /// Liveness is back: what people wait for.
        case serviceRestored
        case directionChanged(Direction, why: String)
        case runEnded(RunEnd)
        /// The complete snapshot that follows the run: it comes after its end, and changes nothing of it.
        case snapshot(SnapshotProgress)
    }
}

extension RunEvent {
    /// Of what follows the run: no part of the time that it took.
    package var isOfSnapshot: Bool {
        if case .snapshot = detail { true } else { false }
    }
}

/// How the complete snapshot after a run goes on.
package enum SnapshotProgress: Hashable, Codable, Sendable {
    case began
    /// A line about what it is doing now.
    case doing(String)
    /// - Parameters:
    ///   - sequence: its number.
    ///   - missing: names of parts that it could not hold.
    case taken(sequence: Int, entries: Int, bytes: Int, missing: [String], seconds: Double)
    /// There is none, and why.
    case failed(String)
}

/// Evidence of what was broken, captured before acting.
package struct Symptom: Hashable, Codable, Sendable {
    package enum Source: String, Codable, Sendable {
        /// An address did not answer as it should.
        case answer
        /// The last lines of a service, healthy or not.
        case log
    }

    package var service: ServiceName
    /// `GET http://localhost:8000/ → 500`, `last lines of logs/fastapi.log`.
    package var what: String
    package var lines: [String]
    package var source: Source

    package init(service: ServiceName, source: Source = .answer, what: String, lines: [String]) {
        self.service = service
        self.source = source
        self.what = what
        self.lines = lines
    }
}

/// A fold over events. Calls come one at a time, in order.
package protocol EventSink: Sendable {
    func receive(_ event: RunEvent)
}
