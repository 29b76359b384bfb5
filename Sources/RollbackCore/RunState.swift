/// A run folded from its journal: the same fold serves the live engine, recovery, `status` and the report.
package struct RunState: Hashable, Sendable {
    package private(set) var header: RunHeader?
    package private(set) var steps: [StepName: StepState] = [:]
    package private(set) var direction: Direction = .forward
    /// Why the direction is what it is, and whether somebody asked for it.
    package private(set) var why: String?
    package private(set) var asked = false
    package private(set) var end: RunEnd?

    package init() {}

    package init(_ entries: some Sequence<JournalEntry>) throws {
        for entry in entries { try apply(entry) }
    }

    package subscript(step: StepName) -> StepState { steps[step] ?? .pending }

    /// - Throws: `Failure.illegalTransition` for an entry that cannot follow; nothing is changed then.
    package mutating func apply(_ entry: JournalEntry) throws {
        switch entry {
        case .began(let header):
            guard self.header == nil else { throw illegal("", "began", while: "under way") }
            self.header = header
        case .step(let name, let event):
            guard let plan = header?.plan, plan.step(name) != nil else {
                throw illegal(name, event.word, while: "unknown")
            }
            guard let next = self[name].after(event), direction == .forward || !event.goesForward else {
                throw illegal(name, event.word, while: self[name].word)
            }
            steps[name] = next
            end = nil
        case .direction(let direction, let asked, let why):
            guard header != nil else { throw illegal("", direction.rawValue, while: "not begun") }
            self.direction = direction
            self.asked = asked
            self.why = why
            end = nil
        case .ended(let end):
            guard header != nil else { throw illegal("", "ended", while: "not begun") }
            self.end = end
        }
    }

    private func illegal(_ step: StepName, _ event: String, while state: String) -> Failure {
        .illegalTransition(step: step, from: state, event: event)
    }
}

extension StepEvent {
    /// What no run does that goes back to the starting state.
    fileprivate var goesForward: Bool {
        switch self {
        case .started, .skipped: true
        default: false
        }
    }
}

extension RunState {
    /// True for a run that was cut short: it neither ended nor was it taken back.
    package var unfinished: Bool { end == nil || end?.outcome == .interrupted }

    /// True when `resume` has something to do: unfinished, or held for a person.
    package var resumable: Bool { unfinished || end?.outcome == .stuck }
}
