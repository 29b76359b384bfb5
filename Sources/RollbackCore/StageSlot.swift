/// The places in a rollback, in the order in which they run. Configuration may leave out optional steps;
/// nothing reorders them.
package enum StageSlot: Hashable, Comparable, Sendable {
    /// Note how the services of one level run. Higher levels first, so that taking back starts lower ones first.
    case note(level: Int)
    /// Save what will be overwritten, note what was broken, build the target beside the live one, and pin the bad
    /// release. None of it touches what is live, or needs another part of it: it is all done at the same time.
    case capture
    /// Take the database's schema back before the target's code meets it: in the shortest time between the two.
    case schemaFirst
    case swap
    /// Clear what the bad release left beside its code, before anything starts on the target's.
    case tidy
    /// Restart the services of one level.
    case restart(level: Int)
    /// Wait until the platform is alive; the last part of restarting it.
    case liveness
    /// Take the schema back where the target's code runs on today's: nobody waits for it.
    case schemaLast
    case verify

    private var order: (Int, Int) {
        switch self {
        case .note(let level): (0, -level)
        case .capture: (1, 0)
        case .schemaFirst: (2, 0)
        case .swap: (3, 0)
        case .tidy: (4, 0)
        case .restart(let level): (5, level)
        case .liveness: (6, 0)
        case .schemaLast: (7, 0)
        case .verify: (8, 0)
        }
    }

    package static func < (left: StageSlot, right: StageSlot) -> Bool { left.order < right.order }

    /// The stage's name for people; hooks name the slot by its first word.
    package func name(levels: Int) -> String {
        switch self {
        case .capture: "capture and prepare"
        case .note(let level): levels > 1 ? "note services of level \(level)" : "note services"
        case .schemaFirst, .schemaLast: "schema"
        case .swap: "swap"
        case .tidy: "tidy"
        case .restart(let level): levels > 1 ? "restart level \(level)" : "restart"
        case .liveness: "liveness"
        case .verify: "verify"
        }
    }

    /// Up to the swap a failure takes everything back; a failed restart is held for a person, because going back
    /// would restore the broken release.
    package var onFailure: FailurePolicy {
        switch self {
        case .capture, .note, .schemaFirst, .swap, .tidy: .undo
        // What is served is well without it, and it can be tried again.
        case .restart, .schemaLast: .hold
        case .liveness, .verify: .forwardOnly
        }
    }
}

/// A step that a driver has for a plan, and where it belongs.
package struct Contribution: Hashable, Sendable {
    package var slot: StageSlot
    package var step: PlannedStep
    package init(_ slot: StageSlot, _ step: PlannedStep) {
        self.slot = slot
        self.step = step
    }
}

/// A platform's own command around a stage.
package struct Hook: Hashable, Codable, Sendable {
    package enum Moment: String, Codable, Sendable { case before, after }

    package var name: String
    package var moment: Moment
    /// `capture`, `swap`, `restart` or `verify`.
    package var stage: String
    package var command: Command
    /// Seconds.
    package var limit: Double
    /// False: a failure is a warning.
    package var required: Bool
    /// May run again after a crash that left its outcome unknown.
    package var repeatable: Bool

    package init(
        name: String, moment: Moment, stage: String, command: Command, limit: Double = 30, required: Bool = false,
        repeatable: Bool = true
    ) {
        self.name = name
        self.moment = moment
        self.stage = stage
        self.command = command
        self.limit = limit
        self.required = required
        self.repeatable = repeatable
    }
}
