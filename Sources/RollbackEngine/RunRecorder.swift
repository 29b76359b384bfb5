package import RollbackCore

/// A run's journal and its state, which never disagree: an entry is checked by the transition function, then
/// made durable, before anything depends on it.
package actor RunRecorder {
    package private(set) var state: RunState
    private let journal: any Journaling

    package init(state: RunState = RunState(), journal: any Journaling) {
        self.state = state
        self.journal = journal
    }

    /// - Throws: `Failure.illegalTransition`, or what the journal throws; the run must stop then.
    package func record(_ entry: JournalEntry) async throws {
        try state.apply(entry)
        try await journal.append(entry)
    }

    package subscript(step: StepName) -> StepState { state[step] }
}
