package import FoundationEssentials

/// Everything through which lastgood touches the machine. One small value: in tests each member fails by default.
package struct Effects: Sendable {
    package var processes: any ProcessRunning
    package var table: any ProcessTable
    package var launcher: any ProcessLaunching
    package var http: any HTTPFetching
    package var clock: any TimeKeeping
    package var words: ErrorWords

    package init(
        processes: any ProcessRunning, table: any ProcessTable, launcher: any ProcessLaunching,
        http: any HTTPFetching, clock: any TimeKeeping, words: ErrorWords = .plain
    ) {
        self.processes = processes
        self.table = table
        self.launcher = launcher
        self.http = http
        self.clock = clock
        self.words = words
    }
}

/// Starts service processes, which outlive lastgood.
package protocol ProcessLaunching: Sendable {
    /// Starts a process in its own session, detached from lastgood, with output appended to the files.
    ///
    /// `record` runs when the process exists but has not yet begun to execute: whatever it writes down is written
    /// before the service can do anything, and if lastgood dies or `record` throws, the process ends unbegun.
    /// - Throws: `Failure.cannotStart`-like errors of the launch, or what `record` throws.
    func launch(_ launch: ProcessLaunch, record: (ProcessIdentity) throws -> Void) throws -> ProcessIdentity

    /// Sends a signal to exactly this process; quiet when it is gone.
    func signal(_ signal: Int32, to process: ProcessIdentity)

    /// Whether `signal` would reach this process: it belongs to the caller, or the caller is root. True when it is gone.
    func maySignal(_ process: ProcessIdentity) -> Bool

    /// How a process that this launcher started has ended: its exit status, or 128 + the signal that ended it.
    /// Nil while it runs, and when another program than this one started it.
    func exitStatus(of process: ProcessIdentity) -> Int32?
}

extension ProcessLaunching {
    /// For launchers that cannot tell.
    package func maySignal(_ process: ProcessIdentity) -> Bool { true }
    /// For launchers that cannot tell.
    package func exitStatus(of process: ProcessIdentity) -> Int32? { nil }
}

/// A process to be started, with everything resolved.
package struct ProcessLaunch: Hashable, Sendable {
    package var arguments: [String]
    package var executable: String
    package var directory: String
    package var environment: [String: String]
    /// Nil: the caller's.
    package var owner: UserIdentity?
    package var outputFile: String
    package var errorFile: String
    /// The file mode mask; nil: the caller's.
    package var mask: UInt32?

    package init(
        arguments: [String], executable: String, directory: String, environment: [String: String],
        owner: UserIdentity?, outputFile: String, errorFile: String, mask: UInt32? = nil
    ) {
        self.arguments = arguments
        self.executable = executable
        self.directory = directory
        self.environment = environment
        self.owner = owner
        self.outputFile = outputFile
        self.errorFile = errorFile
        self.mask = mask
    }
}

/// The clocks. Limits and durations use the monotonic one; wall time is for people.
package protocol TimeKeeping: Sendable {
    /// Since an arbitrary moment; never steps.
    func now() -> Duration
    func wallTime() -> Date
    func sleep(_ duration: Duration) async throws
}

extension Duration {
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
