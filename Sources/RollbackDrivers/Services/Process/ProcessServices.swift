package import RollbackCore

/// The driver for services that are plain processes, started by a person, a script or lastgood.
///
/// It is no supervisor: it starts, stops and recognises. What it starts is remembered before it executes, so that a
/// crash of lastgood leaves no process that nobody knows.
package struct ProcessServices: ServiceManaging {
    package static let kind = ServiceManagerKind.process
    let machine: ServiceMachine

    package init(_ machine: ServiceMachine) { self.machine = machine }

    package func facts(of service: Service) async throws -> ServiceFacts {
        try ServiceFinder(machine: machine).facts(of: service)
    }

    /// How those services run that are run so, with one look at the machine.
    package func facts(of services: [Service]) throws -> [ServiceFacts] {
        try ServiceFinder(machine: machine).facts(of: services.filter { $0.manager == Self.kind })
    }

    package func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        try await ServiceStopper(machine: machine).stop(service, facts)
    }

    package func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        try await ServiceStarter(machine: machine).start(service, like: facts, change, progress)
    }

    /// What a supervisor starts is started as the supervisor knows.
    package func startObstacle(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async
        -> StartObstacle?
    {
        if let foreign = facts.processes.first(where: { machine.table.runs($0) && !machine.launcher.maySignal($0) }) {
            return StartObstacle(why: "its process \(foreign.id) belongs to another user: use sudo")
        }
        if !facts.ran, let port = service.port, (try? PortHolder(machine: machine).isHidden(port)) ?? false {
            return StartObstacle(why: "its port \(port) is held by a process of another user or container: use sudo")
        }
        if facts.supervisor != nil { return nil }
        let setting = facts.setting ?? (try? machine.memory.recall(service.name))?.facts.setting
        return LaunchResolution(machine: machine, service: service, old: setting).obstacle(change)
    }

    package func trouble(_ service: Service, _ facts: ServiceFacts) async -> Failure? {
        StartTrouble(machine: machine).of(service, facts)
    }

    package func lastLines(_ service: Service, count: Int) async -> [String] {
        let record = try? machine.memory.recall(service.name)
        let setting = try? ServiceFinder(machine: machine).facts(of: service).setting
        let files =
            [setting?.errorFile, setting?.outputFile, service.launch?.logFile] + (record?.logs ?? []).map(\.file)
        for file in files {
            let lines = file.map { LogTail.lines(of: $0, count: count) } ?? []
            if !lines.isEmpty { return lines }
        }
        return []
    }

    package func restartCommands(for service: Service) async -> [Command] {
        guard let facts = try? await facts(of: service) else { return [] }
        return PersonsCommands(machine: machine, service: service, facts: facts).restart
    }
}
