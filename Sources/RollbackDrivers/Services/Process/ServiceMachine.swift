package import RollbackCore

/// What the process driver works with.
package struct ServiceMachine: Sendable {
    package var table: any ProcessTable
    package var launcher: any ProcessLaunching
    /// For a supervisor's own command.
    package var processes: any ProcessRunning
    package var clock: any TimeKeeping
    package var memory: any ServiceMemory
    /// The platform's root, absolute and without symbolic links: whatever runs elsewhere is never taken for a service.
    package var checkout: String
    /// Where logs go that nobody named: `<stateDirectory>/logs/<service>.log`.
    package var stateDirectory: String
    /// What a service is started with when nothing is known of what it ran with.
    package var environment: [String: String]
    /// lastgood's own process.
    package var process: Int32
    /// With release directories: the link that services run through.
    package var home: String?

    package init(
        table: any ProcessTable, launcher: any ProcessLaunching, processes: any ProcessRunning,
        clock: any TimeKeeping, memory: any ServiceMemory, checkout: String, stateDirectory: String,
        environment: [String: String], process: Int32, home: String? = nil
    ) {
        self.table = table
        self.launcher = launcher
        self.processes = processes
        self.clock = clock
        self.memory = memory
        self.checkout = checkout
        self.stateDirectory = stateDirectory
        self.environment = environment.filter { !Self.isOwn($0.key) }
        self.process = process
        self.home = home
    }

    /// Variables meant for lastgood, and those by which git tells a hook which repository it runs for.
    private static func isOwn(_ name: String) -> Bool {
        name.hasPrefix("LASTGOOD_")
            || ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "OLDPWD"].contains(name)
    }
}
