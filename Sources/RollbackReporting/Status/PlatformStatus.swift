package import FoundationEssentials
package import RollbackCore

/// What runs, which release, and what was done here last: what `lastgood status` shows.
package struct PlatformStatus: Hashable, Codable, Sendable {
    /// What is known of one service now.
    package struct ServiceState: Hashable, Codable, Sendable {
        package enum Condition: String, Codable, Sendable {
            /// Its process is there; whether it is healthy is `verify`'s to say.
            case running
            case stopped
            /// It could not be asked.
            case unknown
        }

        package var service: ServiceName
        package var title: String?
        package var condition: Condition
        package var port: Int?
        /// The main process.
        package var process: Int32?
        /// When the main process started.
        package var since: Date?
        package var manager: ServiceManagerKind?
        package var critical: Bool
        /// Why it is not running, or cannot be asked.
        package var detail: String?

        package init(
            service: ServiceName, title: String? = nil, condition: Condition, port: Int? = nil,
            process: Int32? = nil, since: Date? = nil, manager: ServiceManagerKind? = nil, critical: Bool = true,
            detail: String? = nil
        ) {
            self.service = service
            self.title = title
            self.condition = condition
            self.port = port
            self.process = process
            self.since = since
            self.manager = manager
            self.critical = critical
            self.detail = detail
        }
    }

    /// The run that ended last, or was cut short.
    package struct LastRun: Hashable, Codable, Sendable {
        package var run: RunID
        package var began: Date
        /// Nil: cut short.
        package var outcome: Outcome?
        package var undone: Bool
        package var report: String?
        /// Why its journal cannot be read, and the line that sets the run aside; nil when it can.
        package var unreadable: [String]?

        package init(
            run: RunID, began: Date, outcome: Outcome?, undone: Bool = false, report: String? = nil,
            unreadable: [String]? = nil
        ) {
            self.run = run
            self.began = began
            self.outcome = outcome
            self.undone = undone
            self.report = report
            self.unreadable = unreadable
        }
    }

    /// The platform's root folder.
    package var root: String
    /// The named environment that the configuration is read for.
    package var environment: String?
    package var current: Commit
    /// Under which number it is recorded; nil for one that is not, and for a changed tree.
    package var release: ReleaseNumber?
    /// Nil: no branch is checked out.
    package var branch: String?
    /// Tracked files that differ from the current commit.
    package var changedFiles: Int
    package var pin: Pin?
    package var services: [ServiceState]
    /// The newest known good release that is restorable now.
    package var knownGood: Candidate?
    package var lastRun: LastRun?
    /// Who holds the platform now.
    package var underWay: LockOwner?
    /// Keys of the configuration that are right and have no effect, each with its place and the reason.
    package var unheeded: [String]

    package init(
        root: String, environment: String? = nil, current: Commit, branch: String? = nil, changedFiles: Int = 0,
        pin: Pin? = nil,
        services: [ServiceState] = [], knownGood: Candidate? = nil, lastRun: LastRun? = nil,
        underWay: LockOwner? = nil, unheeded: [String] = []
    ) {
        self.root = root
        self.environment = environment
        self.current = current
        self.branch = branch
        self.changedFiles = changedFiles
        self.pin = pin
        self.services = services
        self.knownGood = knownGood
        self.lastRun = lastRun
        self.underWay = underWay
        self.unheeded = unheeded
    }
}
