/// How a run ended.
package enum Outcome: String, Codable, Sendable, Hashable {
    /// The target is what is served and everything checked was proved.
    case healthy
    /// Critical checks pass; something is unproved or warns.
    case degraded
    /// Rolled back, but a critical check fails.
    case unhealthy
    /// Failed before any effect, or undone to the starting state.
    case failed
    /// Held for a person, or a step could not be taken back: the exact commands are in the report.
    case stuck
    /// Stopped between steps; `resume` or `undo` ends it.
    case interrupted
    /// Taken back, or never begun, by a person's wish.
    case cancelled
}

/// The table of exit codes (`docs/exit-codes.md` repeats it and a test compares the two).
package enum ExitCode: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case unhealthy = 3
    case inconclusive = 4
    case noTarget = 10
    case locked = 11
    case stuck = 12
    case interrupted = 13
    case stale = 14
    case usage = 64
    case cancelled = 130

    /// The code for a run's outcome. `strict` accepts nothing but healthy.
    package init(_ outcome: Outcome, strict: Bool = false) {
        switch outcome {
        case .healthy: self = .done
        case .degraded: self = strict ? .unhealthy : .done
        case .unhealthy: self = .unhealthy
        case .failed: self = .failed
        case .stuck: self = .stuck
        case .interrupted: self = .interrupted
        case .cancelled: self = .cancelled
        }
    }

    package init(_ failure: Failure) {
        switch failure {
        case .usage, .consentNeeded, .configuration, .dependencyCycle, .unknownService, .secretMissing: self = .usage
        case .cancelled: self = .cancelled
        case .noTarget: self = .noTarget
        case .locked: self = .locked
        case .stalePlan: self = .stale
        case .runUnfinished, .journalPoisoned: self = .interrupted
        case .unclear, .journalCorrupt, .illegalTransition: self = .stuck
        default: self = .failed
        }
    }

    /// One line for the reference page.
    package var meaning: String {
        switch self {
        case .done:
            "healthy or degraded: the target is served and every critical check passed (with --strict only healthy); other commands: did what they say"
        case .failed:
            "failed before any effect, or undone to the starting state; doctor: a rollback would not go well here; database check: a migration cannot be taken back"
        case .unhealthy:
            "rolled back, but a critical check fails; verify: unhealthy; snapshot verify: damaged; with --strict also degraded"
        case .inconclusive: "inconclusive: there was not enough to judge by"
        case .noTarget: "no target chosen: candidates are listed"
        case .locked: "another run holds the platform"
        case .stuck: "stuck, or held at a stage for a person: the exact commands are printed and in the report"
        case .interrupted: "interrupted and resumable"
        case .stale: "the plan is stale: something that it depends on has changed"
        case .usage: "usage or configuration error"
        case .cancelled: "cancelled by the user before any effect"
        }
    }
}
