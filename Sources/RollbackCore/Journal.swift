package import FoundationEssentials

/// What a run writes down, in order. The first entry is always `began`.
package enum JournalEntry: Hashable, Codable, Sendable {
    case began(RunHeader)
    case step(StepName, StepEvent)
    /// From here on the run goes this way; `asked` when a person or agent wished it, not a failure.
    case direction(Direction, asked: Bool, why: String)
    case ended(RunEnd)
}

package enum Direction: String, Codable, Sendable {
    case forward
    case backward
}

/// What a run is: enough to end it from the journal alone.
package struct RunHeader: Hashable, Codable, Sendable {
    package var run: RunID
    package var plan: Plan
    package var digest: PlanDigest
    package var actor: String
    package var reason: String?
    package var host: String
    /// The version of lastgood that began it.
    package var version: String

    package init(
        run: RunID, plan: Plan, digest: PlanDigest, actor: String, reason: String?, host: String, version: String
    ) {
        self.run = run
        self.plan = plan
        self.digest = digest
        self.actor = actor
        self.reason = reason
        self.host = host
        self.version = version
    }
}

/// How a run ended, for now: an ended run can still be taken back, a held one resumed.
package struct RunEnd: Hashable, Codable, Sendable {
    package var outcome: Outcome
    /// True when the starting state is back.
    package var undone: Bool
    /// Why it is not better than it is, one sentence each.
    package var reasons: [String]

    package init(outcome: Outcome, undone: Bool = false, reasons: [String] = []) {
        self.outcome = outcome
        self.undone = undone
        self.reasons = reasons
    }
}

/// An entry with its place. Wall time is for people; order is the sequence number's.
package struct JournalRecord: Hashable, Codable, Sendable {
    package var sequence: Int
    package var time: Date
    package var entry: JournalEntry

    package init(sequence: Int, time: Date, entry: JournalEntry) {
        self.sequence = sequence
        self.time = time
        self.entry = entry
    }
}

/// Where a run's entries go.
package protocol Journaling: Sendable {
    /// Returns only when all of them are durable; a crash leaves all or none. The first failure poisons the journal:
    /// every later call throws too.
    func append(_ entries: [JournalEntry]) async throws
}

extension Journaling {
    package func append(_ entry: JournalEntry) async throws { try await append([entry]) }
}
