/// A process that cannot be mistaken for a later one with the same number.
package struct ProcessIdentity: Hashable, Codable, Sendable {
    package var id: Int32
    /// Clock ticks since boot at which it started: field 22 of `/proc/<pid>/stat` (proc(5)).
    package var startTicks: UInt64
    /// `/proc/sys/kernel/random/boot_id`: after a reboot every identity is void.
    package var boot: String

    package init(id: Int32, startTicks: UInt64, boot: String) {
        self.id = id
        self.startTicks = startTicks
        self.boot = boot
    }
}

/// One process as the system shows it.
package struct ProcessDescription: Hashable, Sendable {
    package var identity: ProcessIdentity
    package var parent: Int32
    package var group: Int32
    package var session: Int32
    /// 0 without a controlling terminal.
    package var terminal: Int32
    /// True for a zombie: ended, not yet collected.
    package var ended: Bool
    package var arguments: [String]
    /// Belongs to the terminal's foreground process group: what a person is looking at.
    package var foreground: Bool

    package init(
        identity: ProcessIdentity, parent: Int32, group: Int32, session: Int32, terminal: Int32, ended: Bool,
        arguments: [String], foreground: Bool = false
    ) {
        self.identity = identity
        self.parent = parent
        self.group = group
        self.session = session
        self.terminal = terminal
        self.ended = ended
        self.arguments = arguments
        self.foreground = foreground
    }
}

/// What is needed to start a process again as it was. Holds secrets: kept only in 0600 files.
package struct ProcessSetting: Hashable, Codable, Sendable {
    package var arguments: [String]
    /// The program file when the first argument alone would not find it.
    package var executable: String
    package var directory: String
    package var environment: [String: String]
    package var owner: UserIdentity
    /// The files that standard output and error were, when they were regular files.
    package var outputFile: String?
    package var errorFile: String?
    /// The last component of the control group, `web.service`, and the whole path.
    package var controlGroup: String
    /// The file mode mask; nil: not known.
    package var mask: UInt32?

    package init(
        arguments: [String], executable: String, directory: String, environment: [String: String],
        owner: UserIdentity, outputFile: String?, errorFile: String?, controlGroup: String, mask: UInt32? = nil
    ) {
        self.arguments = arguments
        self.executable = executable
        self.directory = directory
        self.environment = environment
        self.owner = owner
        self.outputFile = outputFile
        self.errorFile = errorFile
        self.controlGroup = controlGroup
        self.mask = mask
    }
}

/// A TCP port that is listened on, and the processes that hold it.
package struct Listener: Hashable, Sendable {
    package var port: Int
    package var processes: [Int32]
    package init(port: Int, processes: [Int32]) {
        self.port = port
        self.processes = processes
    }
}

/// The machine's processes, read afresh at each call.
package protocol ProcessTable: Sendable {
    func processes() throws -> [ProcessDescription]
    /// Nil when the process is gone.
    func describe(_ id: Int32) -> ProcessDescription?
    /// Nil when the process is gone or may not be looked at.
    func setting(of id: Int32) -> ProcessSetting?
    func workingDirectory(of id: Int32) -> String?
    func listeners() throws -> [Listener]
    /// The ports that these processes hold. Much cheaper than asking about all processes of the machine.
    func listeners(of processes: Set<Int32>) throws -> [Listener]
    /// Whether any process listens on the port: one short file, where `listeners` looks at every process.
    func isListened(_ port: Int) throws -> Bool
    /// The same in the network that a process sees: a container has its own. Nil when that cannot be looked at.
    func isListened(_ port: Int, seenBy process: Int32) -> Bool?
    func bootID() -> String
}

extension ProcessTable {
    package func listeners(of processes: Set<Int32>) throws -> [Listener] {
        try listeners().map { Listener(port: $0.port, processes: $0.processes.filter(processes.contains)) }
            .filter { !$0.processes.isEmpty }
    }

    package func isListened(_ port: Int) throws -> Bool { try listeners().contains { $0.port == port } }

    package func isListened(_ port: Int, seenBy process: Int32) -> Bool? { nil }

    /// Whether exactly this process still runs.
    package func runs(_ identity: ProcessIdentity) -> Bool {
        guard identity.boot == bootID(), let now = describe(identity.id) else { return false }
        return now.identity.startTicks == identity.startTicks && !now.ended
    }
}
