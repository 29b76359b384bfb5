/// Everything that can go wrong in a way that a person or an agent should read about. Cases carry data;
/// `FailureText` words them and `ExitCode` numbers them, both in one place.
package enum Failure: Error, Hashable, Sendable {
    // What was asked
    case usage(String, next: String)
    case consentNeeded(again: String)
    case cancelled
    case noTarget(why: String)
    case unknownCommit(String)
    case ambiguousCommit(String, candidates: [String])
    case nothingToDo(String)
    case stalePlan(digest: String, changed: [String])
    case unknownPlan(String)

    // Configuration
    case configuration([ConfigurationProblem])
    case dependencyCycle([ServiceName])
    case unknownService(ServiceName, known: [ServiceName])

    // The platform's code
    case notARepository(path: String)
    case gitRefused(what: String, why: String)
    case registry(RegistryRefusal)
    case release(ReleaseRefusal)
    case gitLocked(path: String, holder: String?)
    case objectMissing(String)

    // Services
    case portTaken(port: Int, holder: String, service: ServiceName)
    case exitedAtStart(service: ServiceName, status: Int32, lastLines: [String])
    case cannotStart(service: ServiceName, why: String)
    /// Found out before anything was done to it.
    case cannotStartAgain(service: ServiceName, why: String)
    case secretMissing(service: ServiceName, variable: String, why: String)
    case wouldNotStop(service: ServiceName, process: Int32)

    // Files and state
    case file(path: String, doing: String, errno: Int32)
    case journalCorrupt(path: String, sequence: Int, why: String)
    case journalPoisoned(path: String)
    /// The same for a journal's first record: nothing was done.
    case journalNotBegun(path: String)
    /// `neededBy` is the program's version that wrote it, where that is known.
    case stateFromNewerVersion(path: String, version: Int, known: Int, neededBy: String?)
    case stateUnreadable(path: String, why: String)
    case folderNotOurs(path: String)
    case noRoom(path: String, needed: Int, free: Int)
    case snapshot(SnapshotFailure)
    case database(DatabaseFailure)
    case locked(LockOwner)
    case noRun(String)
    case runUnfinished(RunID)
    case runEnded(RunID)
    /// A later run stands on what this one did.
    case laterRun(RunID, later: RunID)
    /// `left` is where the run left the checkout; `before` where it was, nil while the run is unfinished.
    case checkoutMoved(RunID, now: CommitID, left: CommitID, before: CommitID?)
    case otherVersion(RunID, began: String, own: String, again: String)
    case illegalTransition(step: StepName, from: String, event: String)
    case unknownStepKind(StepKind)
    case unclear(step: StepName, why: String)

    // Helpers and the network
    case commandMissing(String, why: String)
    case commandFailed(command: Command, status: Int32, said: String)
    case timeLimit(what: String, seconds: Double)
    case unreachable(url: String, why: String)
}

/// One mistake in a configuration file, with the place to mend.
package struct ConfigurationProblem: Hashable, Sendable {
    package var file: String
    package var line: Int?
    package var column: Int?
    /// The key's path: `service_dependencies.fastapi.port`.
    package var key: String?
    /// What is there and what was expected instead.
    package var message: String

    package init(file: String, line: Int? = nil, column: Int? = nil, key: String? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.message = message
    }
}

/// Who holds the platform, for people: the lock itself is the kernel's.
package struct LockOwner: Hashable, Codable, Sendable {
    package var host: String
    package var user: String
    package var process: Int32
    /// ISO 8601, for people only.
    package var since: String
    package var purpose: LockPurpose
    package var run: RunID?

    package init(host: String, user: String, process: Int32, since: String, purpose: LockPurpose, run: RunID?) {
        self.host = host
        self.user = user
        self.process = process
        self.since = since
        self.purpose = purpose
        self.run = run
    }
}

/// What the platform is held for. A rollback pre-empts background work, never another rollback.
package enum LockPurpose: String, Codable, Sendable {
    case rollback
    case background
}
