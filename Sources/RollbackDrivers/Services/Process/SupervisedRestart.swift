import RollbackCore

/// A service that a supervisor (supervisord, runit) starts again by itself as soon as it ends. lastgood starts no second
/// copy beside it: two would fight for the port, and only one would run the code that is in place.
struct SupervisedRestart {
    /// Supervisors look at their children about once a second.
    private static let usual = Duration.milliseconds(1500)
    private static let patience = Duration.seconds(10)
    private static let tick = Duration.milliseconds(5)
    let machine: ServiceMachine
    let service: Service
    let old: ServiceFacts

    /// The service as its supervisor has started it anew, remembered; nil when no supervisor does.
    ///
    /// What already runs again may have begun while code was being changed, so that is ended once more; the process that
    /// the supervisor starts next is the service.
    /// - Throws: `Failure.cannotStart` when a supervisor that should start it does not.
    func settle(_ progress: StepProgress) async throws -> ServiceFacts? {
        let early = try revived()
        if let early { try await ServiceStopper(machine: machine).stop(service, facts(early)) }
        guard early != nil || old.supervisor != nil else { return nil }
        progress(.doing("waiting for \(supervisor) to start \(service.name) again"))
        guard let next = try await next(after: early) else { throw cannotStart() }
        let found = facts(next)
        try Dispensable(progress).write("how \(service.name) was started") {
            try machine.memory.remember(ServiceRecord(facts: found))
        }
        return found
    }

    /// supervisord does not start again what ended well, unless it is told to.
    private func next(after early: ProcessDescription?) async throws -> ProcessDescription? {
        if let next = try await next(after: early, within: Self.usual) { return next }
        // What it says does not matter: the process that it starts, or does not, is looked for.
        if let command = SupervisorCommand.start(old) {
            _ = try? await machine.processes.run(command, limit: Self.patience)
        }
        return try await next(after: early, within: Self.patience)
    }

    private func next(
        after early: ProcessDescription?, within patience: Duration
    ) async throws -> ProcessDescription? {
        let deadline = machine.clock.now() + min(patience, .seconds(service.limits.ready))
        while machine.clock.now() < deadline {
            if let next = try revived(), next.identity != early?.identity { return next }
            try await machine.clock.sleep(Self.tick)
        }
        return nil
    }

    /// The youngest child of a supervisor with the service's own command line that is none of those that ran before.
    private func revived() throws -> ProcessDescription? {
        guard let setting = old.setting else { return nil }
        let families = ProcessFamilies(try machine.table.processes())
        return families.byID.values
            .filter { !$0.ended && CommandMatch.matches($0.arguments, setting.arguments) }
            .filter { families.supervisor(of: $0) != nil && !old.processes.contains($0.identity) }
            .filter { machine.table.workingDirectory(of: $0.identity.id) == setting.directory }
            .max { $0.identity.startTicks < $1.identity.startTicks }
    }

    private func facts(_ main: ProcessDescription) -> ServiceFacts {
        ServiceFacts(
            service: service.name, manager: .process, processes: [main.identity],
            setting: machine.table.setting(of: main.identity.id) ?? old.setting, unit: old.unit,
            supervisor: old.supervisor)
    }

    private var supervisor: String { old.supervisor.map(Program.fileName) ?? "its supervisor" }

    private func cannotStart() -> Failure {
        let way = SupervisorCommand.start(old).map { ": \($0.shellText)" } ?? ""
        return .cannotStart(service: service.name, why: "\(supervisor) did not start it again\(way)")
    }
}

/// How a supervisor is told to start a program of its own.
enum SupervisorCommand {
    static func start(_ facts: ServiceFacts) -> Command? { control("start", facts) }
    static func restart(_ facts: ServiceFacts) -> Command? { control("restart", facts) }

    /// supervisord tells its children by variables what it calls them, and where it listens. A child's own children
    /// inherit them: only for a service that it is the parent of. Nil for other supervisors.
    private static func control(_ word: String, _ facts: ServiceFacts) -> Command? {
        let variables = facts.setting?.environment ?? [:]
        guard let supervisor = facts.supervisor, Program.fileName(supervisor) == "supervisord",
            let name = variables["SUPERVISOR_PROCESS_NAME"]
        else { return nil }
        let server = variables["SUPERVISOR_SERVER_URL"].map { ["--serverurl", $0] } ?? []
        let group = variables["SUPERVISOR_GROUP_NAME"].map { "\($0):" } ?? ""
        return Command([program(beside: supervisor)] + server + [word, "\(group)\(name)"])
    }

    /// In a virtual environment it is in nobody's `PATH`.
    private static func program(beside supervisor: String) -> String {
        let beside = "\(Paths.parent(supervisor))/supervisorctl"
        return supervisor.hasPrefix("/") && FileFacts.isProgram(beside) ? beside : "supervisorctl"
    }
}
