package import RollbackCore

/// Everything that a platform's configuration says, checked as a whole. Read once, at start.
package struct PlatformConfiguration: Hashable, Sendable {
    /// The platform's root folder, absolute.
    package var root: String
    /// The named environment that holds: `production`; nil when nothing says it.
    package var environment: String?
    /// In the files' order. Empty on the first day: what runs is then found, not configured.
    package var services: [Service] = []
    /// The endpoints of services and the variables of external services, in the order of `verification_sequence`.
    /// What needs no configuration (processes, ports, the code, its syntax) is checked besides. A service without a
    /// check for liveness here is live when its port answers or, without a port, when its process runs.
    package var checks: [Check] = []
    package var cachePatterns: [String] = ["__pycache__", "*.pyc", ".pytest_cache"]
    /// Relative to the root.
    package var criticalFiles: [String] = []
    package var hooks: [Hook] = []
    package var settings = RollbackSettings()
    package var fast = LevelProcedure()
    package var full = LevelProcedure()
    package var code = CodeSettings()
    package var layout = ReleaseLayout.inPlace
    package var directories = DirectoryPolicy()
    package var releases = ReleaseSettings()
    package var database = DatabaseSettings()
    package var contacts: [Contact] = []
    /// Addresses.
    package var dashboards: [String] = []
    /// The newest first.
    package var knownGood: [KnownGoodEntry] = []
    package var criteria = ReleaseCriteria()
    /// Where each key that means something is written; a key of the same path may stand in two files.
    package var sources: [String: [Place]] = [:]
    /// Keys that are right and have no effect, with the reason: a command can say so.
    package var unheeded: [ConfigurationNote] = []

    /// The folder that services run from.
    package var home: String { layout.home(of: root) }

    /// What holds where nothing is configured.
    package init(root: String) { self.root = root }
}

/// How a rollback is asked for and what is kept of it.
package struct RollbackSettings: Hashable, Codable, Sendable {
    /// `instant`, `fast`, `full` or `manual`.
    package var defaultLevel = "fast"
    package var confirmationRequired = true
    /// A complete snapshot belongs to a rollback; the capture of what is overwritten does not depend on it.
    package var backupBeforeRollback = true
    package var backupRetentionDays = 30
    /// Nil: as many as there are.
    package var backupCount: Int?
    /// Names of databases; `*` stands for all.
    package var criticalDatabases: [String] = []
    package var verifyAfterRollback = true
    package var logRetentionDays = 90
    package var logLevel = LogLevel.info
    /// Relative to the root.
    package var logDirectory = "rollback/logs"
    package init() {}
}

/// How the code goes back in a git checkout.
package struct CodeSettings: Hashable, Codable, Sendable {
    package enum Head: String, Codable, CaseIterable, Sendable {
        /// A new branch at the target; the live branch stays.
        case branch
        /// A new commit on the live branch with the target's tree.
        case commit
    }

    package var head: Head
    /// Only ever true with `commit`.
    package var push: Bool

    /// Git hooks warn of the pinned release.
    package var pinHook: Bool

    package init(head: Head = .branch, push: Bool = false, pinHook: Bool = false) {
        self.head = head
        self.push = push
        self.pinHook = pinHook
    }
}

/// Whom to call.
package struct Contact: Hashable, Codable, Sendable {
    package var name: String
    /// A number, a handle or an address; nil when the name says it.
    package var how: String?

    package init(name: String, how: String? = nil) {
        self.name = name
        self.how = how
    }
}
