import FoundationEssentials
import Glibc
import RollbackCore
import RollbackDrivers
import Synchronization

/// A machine in memory: processes that obey signals as told, a clock that only sleeping moves, and a memory.
final class SimulatedMachine: Sendable {
    struct Process: Sendable {
        var description: ProcessDescription
        var setting: ProcessSetting?
        var ports: [Int] = []
        /// How long after SIGTERM it ends; nil: never.
        var endsAfter: Duration? = .zero
        var survivesKill = false
        var dyingAt: Duration?
    }
    struct State: Sendable {
        var processes: [Int32: Process] = [:]
        var signals: [String] = []
        /// How often all processes were asked for.
        var looks = 0
        var launches: [ProcessLaunch] = []
        var statuses: [Int32: Int32] = [:]
        var records: [ServiceName: ServiceRecord] = [:]
        var now = Duration.zero
        var next: Int32 = 5000
        /// What a supervisor does when a process has ended.
        var revives: Process?
        /// How long after the end it does so.
        var revivesAfter = Duration.zero
        var revivesAt: Duration?
        /// Processes that the caller may neither signal nor look at.
        var foreign: Set<Int32> = []
        /// Ports that are listened on in networks other than the machine's, by a process in each.
        var inner: [Int32: Set<Int>] = [:]
        /// What remembering fails with.
        var forgetful: Failure?
    }
    let state = Mutex(State())

    /// A process started `start` ticks after boot.
    @discardableResult
    func add(
        _ id: Int32, parent: Int32 = 1, group: Int32? = nil, session: Int32? = nil, _ arguments: [String],
        in directory: String = "/srv/app", ports: [Int] = [], endsAfter: Duration? = .zero, survivesKill: Bool = false,
        terminal: Int32 = 0, foreground: Bool = false, controlGroup: String = ""
    ) -> ProcessIdentity {
        let identity = ProcessIdentity(id: id, startTicks: UInt64(id), boot: "boot")
        let description = ProcessDescription(
            identity: identity, parent: parent, group: group ?? id, session: session ?? id, terminal: terminal,
            ended: false, arguments: arguments, foreground: foreground)
        let setting = ProcessSetting(
            arguments: arguments, executable: "/bin/sh", directory: directory,
            environment: ["PATH": "/bin", "OLD": "1"],
            owner: UserIdentity(user: geteuid(), group: getegid()), outputFile: nil, errorFile: nil,
            controlGroup: controlGroup)
        let process = Process(
            description: description, setting: setting, ports: ports, endsAfter: endsAfter, survivesKill: survivesKill)
        state.withLock { $0.processes[id] = process }
        return identity
    }

    func machine(
        stateDirectory: String = "/nowhere/state", processes: any ProcessRunning = ScriptedHelpers()
    ) -> ServiceMachine {
        ServiceMachine(
            table: self, launcher: self, processes: processes, clock: self, memory: self, checkout: "/srv/app",
            stateDirectory: stateDirectory,
            environment: ["PATH": "/bin", "LASTGOOD_TOKEN": "x", "CALLER": "1"], process: 900)
    }

    var signals: [String] { state.withLock { $0.signals } }
    var looks: Int { state.withLock { $0.looks } }
    /// What discovery makes of it, for the checkout `/srv/app`.
    func recognition() throws -> ServiceRecognition {
        let view = MachineView(
            processes: try processes(), listeners: listeners(of:), directory: workingDirectory, setting: setting,
            own: 900)
        return try ServiceRecognition(view, roots: ["/srv/app"])
    }

    func remove(_ id: Int32) { state.withLock { $0.processes[id] = nil } }
    func forget() { state.withLock { $0.records = [:] } }
    var launches: [ProcessLaunch] { state.withLock { $0.launches } }

    /// Removes who has come to its end. Its children become those of the system's first process.
    private func advance(_ state: inout State) {
        let ended = state.processes.values.filter { $0.dyingAt.map { $0 <= state.now } ?? false }
        for id in ended.map(\.description.identity.id) {
            state.processes[id] = nil
            for child in state.processes.values where child.description.parent == id {
                state.processes[child.description.identity.id]?.description.parent = 1
            }
            if state.revivesAt == nil { state.revivesAt = state.now + state.revivesAfter }
        }
        guard let revived = state.revives, let time = state.revivesAt, time <= state.now else { return }
        state.processes[revived.description.identity.id] = revived
        state.revives = nil
    }

    /// A supervisor starts it when another process has ended, so long after.
    func revive(_ id: Int32, after delay: Duration = .zero) {
        state.withLock { state in
            state.revives = state.processes.removeValue(forKey: id)
            state.revivesAfter = delay
        }
    }

    /// A supervisor is told to start it.
    func reviveNow() {
        state.withLock { state in
            guard let revived = state.revives else { return }
            state.processes[revived.description.identity.id] = revived
            state.revives = nil
        }
    }
}

extension SimulatedMachine: ProcessTable {
    func processes() throws -> [ProcessDescription] {
        state.withLock { state in
            state.looks += 1
            return state.processes.values.map(\.description).sorted { $0.identity.id < $1.identity.id }
        }
    }
    func describe(_ id: Int32) -> ProcessDescription? { state.withLock { $0.processes[id]?.description } }
    func setting(of id: Int32) -> ProcessSetting? {
        state.withLock { $0.foreign.contains(id) ? nil : $0.processes[id]?.setting }
    }
    func workingDirectory(of id: Int32) -> String? { setting(of: id)?.directory }
    func bootID() -> String { "boot" }
    func isListened(_ port: Int, seenBy process: Int32) -> Bool? {
        state.withLock { $0.inner[process]?.contains(port) }
    }
    func listeners() throws -> [Listener] {
        let held = state.withLock {
            $0.processes.values.flatMap { process in process.ports.map { ($0, process.description.identity.id) } }
        }
        let foreign = state.withLock(\.foreign)
        return Dictionary(grouping: held, by: \.0).map { port, held in
            Listener(port: port, processes: held.map(\.1).filter { !foreign.contains($0) }.sorted())
        }
    }
}

extension SimulatedMachine: ProcessLaunching {
    func launch(_ launch: ProcessLaunch, record: (ProcessIdentity) throws -> Void) throws -> ProcessIdentity {
        let id = state.withLock { state in
            state.next += 1
            state.launches.append(launch)
            return state.next
        }
        let identity = ProcessIdentity(id: id, startTicks: UInt64(id), boot: "boot")
        try record(identity)
        return add(id, launch.arguments, in: launch.directory)
    }

    func signal(_ signal: Int32, to process: ProcessIdentity) {
        state.withLock { state in
            guard var found = state.processes[process.id], found.description.identity == process else { return }
            let name = [SIGTERM: "TERM", SIGKILL: "KILL", SIGCONT: "CONT"][signal] ?? String(signal)
            if signal != SIGCONT { state.signals.append("\(name) \(process.id)") }
            if signal == SIGKILL, !found.survivesKill { found.dyingAt = state.now }
            if signal == SIGTERM, let after = found.endsAfter { found.dyingAt = state.now + after }
            state.processes[process.id] = found
            advance(&state)
        }
    }

    func maySignal(_ process: ProcessIdentity) -> Bool { state.withLock { !$0.foreign.contains(process.id) } }
    func exitStatus(of process: ProcessIdentity) -> Int32? { state.withLock { $0.statuses[process.id] } }
}

extension SimulatedMachine: TimeKeeping, ServiceMemory {
    func now() -> Duration { state.withLock { $0.now } }
    func wallTime() -> Date { Date(timeIntervalSince1970: 0) }
    func sleep(_ duration: Duration) async throws {
        state.withLock { state in
            state.now += duration
            advance(&state)
        }
    }
    func remember(_ record: ServiceRecord) throws {
        try state.withLock { state in
            if let failure = state.forgetful { throw failure }
            state.records[record.facts.service] = record
        }
    }
    func recall(_ service: ServiceName) throws -> ServiceRecord? { state.withLock { $0.records[service] } }
}

extension ServiceManaging {
    func start(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async throws -> ServiceFacts {
        try await start(service, like: facts, change, .silent)
    }
}
