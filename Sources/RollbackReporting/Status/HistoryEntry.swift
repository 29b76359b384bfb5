package import FoundationEssentials
package import RollbackCore

/// A run of the past, or one under way, as the list of all of them shows it.
package struct HistoryEntry: Hashable, Sendable {
    package var run: RunID
    package var began: Date
    package var level: Level
    package var from: CommitID
    package var to: CommitID
    /// The numbers under which the two were recorded then.
    package var fromRelease: ReleaseNumber?
    package var toRelease: ReleaseNumber?
    /// Nil while it is under way; `interrupted` for one that was cut short.
    package var outcome: Outcome?
    package var undone: Bool
    /// Seconds from its beginning to its last event; nil when no event log tells.
    package var seconds: Double?
    package var actor: String
    package var reason: String?

    package init(
        run: RunID, began: Date, level: Level, from: CommitID, to: CommitID, outcome: Outcome?, undone: Bool = false,
        seconds: Double? = nil, actor: String, reason: String? = nil
    ) {
        self.run = run
        self.began = began
        self.level = level
        self.from = from
        self.to = to
        self.outcome = outcome
        self.undone = undone
        self.seconds = seconds
        self.actor = actor
        self.reason = reason
    }
}

/// A run in the list. One whose journal cannot be read keeps nobody from seeing the others.
package enum PastRun: Hashable, Sendable {
    case told(HistoryEntry)
    case unreadable(RunID, path: String, why: String)
}
