package import RollbackCore

extension FailureText {
    /// A stable name of the kind of failure, for programs: they must never have to recognise the words.
    package static func code(for failure: Failure) -> String {
        switch failure {
        case .usage: "usage"
        case .consentNeeded: "consent-needed"
        case .cancelled: "cancelled"
        case .noTarget: "no-target"
        case .unknownCommit: "unknown-commit"
        case .ambiguousCommit: "ambiguous-commit"
        case .nothingToDo: "nothing-to-do"
        case .stalePlan: "stale-plan"
        case .unknownPlan: "unknown-plan"
        case .configuration: "configuration"
        case .dependencyCycle: "dependency-cycle"
        case .unknownService: "unknown-service"
        case .notARepository: "not-a-repository"
        case .gitRefused: "git-refused"
        case .registry(let refusal): code(for: refusal)
        case .release(let refusal): code(for: refusal)
        case .gitLocked: "git-locked"
        case .objectMissing: "object-missing"
        case .portTaken: "port-taken"
        case .exitedAtStart: "exited-at-start"
        case .cannotStart: "cannot-start"
        case .cannotStartAgain: "cannot-start-again"
        case .secretMissing: "secret-missing"
        case .wouldNotStop: "would-not-stop"
        case .file: "file"
        case .journalCorrupt: "journal-corrupt"
        case .journalPoisoned: "journal-poisoned"
        case .journalNotBegun: "journal-not-begun"
        case .stateFromNewerVersion: "state-from-newer-version"
        case .stateUnreadable: "state-unreadable"
        case .folderNotOurs: "folder-not-ours"
        case .noRoom: "no-room"
        case .snapshot(let failure): code(for: failure)
        case .database(let failure): code(for: failure)
        case .locked: "locked"
        case .noRun: "no-run"
        case .runUnfinished: "run-unfinished"
        case .runEnded: "run-ended"
        case .laterRun: "later-run"
        case .checkoutMoved: "checkout-moved"
        case .otherVersion: "other-version"
        case .illegalTransition: "illegal-transition"
        case .unknownStepKind: "unknown-step-kind"
        case .unclear: "unclear"
        case .commandMissing, .commandFailed, .timeLimit, .unreachable: helperCode(for: failure)
        }
    }

    private static func helperCode(for failure: Failure) -> String {
        switch failure {
        case .commandMissing: "command-missing"
        case .commandFailed: "command-failed"
        case .timeLimit: "time-limit"
        default: "unreachable"
        }
    }
}
