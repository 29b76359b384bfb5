package import RollbackCore

/// Words for outcomes.
package enum OutcomeText {
    /// `healthy: the target is served and everything that was checked passed`.
    package static func headline(_ end: RunEnd) -> String { headline(end.outcome, undone: end.undone) }

    package static func headline(_ outcome: Outcome, undone: Bool) -> String {
        "\(outcome.rawValue): \(meaning(outcome, undone: undone))"
    }

    package static func tone(_ outcome: Outcome) -> EventLine.Tone {
        switch outcome {
        case .healthy: .good
        case .degraded, .interrupted, .cancelled: .warning
        case .unhealthy, .failed, .stuck: .bad
        }
    }

    /// True when a person must act now, so that contacts and dashboards belong under it.
    package static func needsHelp(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .healthy, .degraded, .cancelled: false
        case .unhealthy, .failed, .stuck, .interrupted: true
        }
    }

    private static func meaning(_ outcome: Outcome, undone: Bool) -> String {
        switch outcome {
        case .healthy: "the target is served and everything that was checked passed"
        case .degraded: "the target is served and every critical check passed, but not everything is proved"
        case .unhealthy: "the target is served, but a critical check fails"
        case .failed where undone: "the rollback failed and everything was taken back to the starting state"
        case .failed: "the rollback failed before it changed anything"
        case .stuck: "the run is held for a person; nothing more happens by itself"
        case .interrupted: "the run was stopped between steps and can be finished or taken back"
        case .cancelled where undone: "the starting state is back, as was asked"
        case .cancelled: "nothing was changed"
        }
    }
}
