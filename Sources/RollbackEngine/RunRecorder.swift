package import RollbackCore

/// A run's journal and its state, which never disagree: an entry is checked by the transition function, then
/// made durable, before anything depends on it.
///
/// On the outcome of a step nothing depends before the next thing is begun, so it waits for that and shares its write:
/// half of a run's waits for the disk. A crash in between leaves a step without an outcome, which recovery asks for.
package actor RunRecorder {
    package private(set) var state: RunState
    private let journal: any Journaling
    private var held: [JournalEntry] = []

    package init(state: RunState = RunState(), journal: any Journaling) {
        self.state = state
        self.journal = journal
    }

    /// - Throws: `Failure.illegalTransition`, or what the journal throws; the run must stop then.
    package func record(_ entry: JournalEntry) async throws {
        try state.apply(entry)
        held.append(entry)
        if !entry.isOutcome { try await flush() }
    }

    /// Makes outcomes durable that wait: for whoever does not begin the next thing at once.
    /// - Throws: what the journal throws; the run must stop then.
    package func flush() async throws {
        guard !held.isEmpty else { return }
        let entries = held
        held = []
        try await journal.append(entries)
    }

    package subscript(step: StepName) -> StepState { state[step] }
}

extension JournalEntry {
    /// That a step is done or taken back, as wished.
    fileprivate var isOutcome: Bool {
        switch self {
        case .step(_, .succeeded), .step(_, .undone): true
        default: false
        }
    }
}
