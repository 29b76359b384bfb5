package import RollbackCore

/// The driver for services that Docker Compose, or Podman's, runs in containers.
///
/// Containers are recognised by the labels that Compose puts on them. Where the checkout is mounted into the container
/// a restart brings the good code; where the code is inside the image only a rebuild does, and `start` then rebuilds.
package struct ComposeServices: ServiceManaging {
    package static let kind = ServiceManagerKind.compose
    private let processes: any ProcessRunning
    private let table: any ProcessTable
    private let program: ComposeProgram
    /// The platform's root, absolute and without symbolic links.
    private let checkout: String

    package init(processes: any ProcessRunning, table: any ProcessTable, program: ComposeProgram, checkout: String) {
        self.processes = processes
        self.table = table
        self.program = program
        self.checkout = checkout
    }

    package func facts(of service: Service) async throws -> ServiceFacts {
        let unit = ComposeUnit(service)
        let containers = try await containers(unit)
        let mains = containers.filter(\.running).compactMap { table.describe($0.process) }
        let families = ProcessFamilies(try table.processes())
        return ServiceFacts(
            service: service.name, manager: .compose,
            processes: mains.flatMap { families.members(of: $0.identity) }.map(\.identity),
            unit: containers.first.map { "\($0.project)/\($0.service)" } ?? service.unit)
    }

    package func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        let commands = try await commands(service, facts)
        let stop = commands.stop(seconds: service.limits.stop)
        _ = try await processes.require(stop, limit: .seconds(service.limits.stop + 20))
    }

    package func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        let containers = try await containers(ComposeUnit(service, facts))
        let commands = try await commands(service, facts)
        let baked = isBaked(containers)
        let unchanged = change.old == change.new && !baked && !containers.isEmpty
        // Only `up` reads `.env` and the Compose files again: a container keeps the environment it was made with.
        let command = unchanged ? commands.start : commands.up(building: baked)
        let result = try await processes.run(command, limit: .seconds(baked ? 1800 : service.limits.ready))
        guard result.succeeded else {
            let said = result.errorText.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
            throw Failure.cannotStart(service: service.name, why: "\(command.shellText): \(said)")
        }
        return try await self.facts(of: service)
    }

    package func trouble(_ service: Service, _ facts: ServiceFacts) async -> Failure? {
        guard let containers = try? await containers(ComposeUnit(service, facts)), let first = containers.first else {
            return .cannotStart(service: service.name, why: "it has no container")
        }
        guard let ended = containers.first(where: { !$0.running }) else { return nil }
        let lines = await lastLines(service, count: 20)
        return .exitedAtStart(service: service.name, status: max(ended.exitCode, first.exitCode), lastLines: lines)
    }

    package func lastLines(_ service: Service, count: Int) async -> [String] {
        guard let commands = try? await commands(service, nil),
            let result = try? await processes.run(commands.logs(lines: count), limit: .seconds(10))
        else { return [] }
        return (result.text + result.errorText).split(whereSeparator: \.isNewline).suffix(count).map(String.init)
    }

    /// `up` also where `start` would do: it starts what is stopped, and reads changed files again. None while no engine
    /// answers.
    package func restartCommands(for service: Service) async -> [Command] {
        guard let containers = try? await containers(ComposeUnit(service)),
            let commands = try? await commands(service, nil)
        else { return [] }
        return [commands.stop(seconds: service.limits.stop), commands.up(building: isBaked(containers))]
    }

    /// An engine that does not answer says nothing here: it is the restart's failure to report.
    package func caution(for service: Service) async -> String? {
        let containers = (try? await containers(ComposeUnit(service))) ?? []
        guard let baked = containers.first(where: { !$0.mounts(checkout) }) else { return nil }
        return "the code of \(baked.service) is inside its image \(baked.image): it is rebuilt, which takes longer"
    }
}

extension ComposeServices {
    /// Whether the code is inside an image.
    private func isBaked(_ containers: [ContainerFacts]) -> Bool { !containers.allSatisfy { $0.mounts(checkout) } }

    /// Of this service in this checkout: another project may have a service of the same name.
    private func containers(_ unit: ComposeUnit) async throws -> [ContainerFacts] {
        let engine = ComposeEngine(processes: processes, program: try await program.choice().engine)
        return try await engine.containers(of: unit.service).filter { container in
            if let project = unit.project { return container.project == project }
            return Paths.contains(checkout, container.directory)
        }
    }

    private func commands(_ service: Service, _ facts: ServiceFacts?) async throws -> ComposeCommands {
        let unit = ComposeUnit(service, facts)
        let container = try await containers(unit).first
        let project = container?.project ?? unit.project ?? Program.fileName(checkout).lowercased()
        return ComposeCommands(
            program: try await program.choice().compose, project: project, service: unit.service,
            directory: container?.directory ?? checkout, files: container?.files ?? [])
    }
}

/// `Service.unit` of a Compose service: `project/service`, or the service alone.
struct ComposeUnit: Hashable {
    let project: String?
    let service: String

    init(_ service: Service, _ facts: ServiceFacts? = nil) {
        let text = service.unit ?? facts?.unit ?? service.name.rawValue
        let parts = text.split(separator: "/").map(String.init)
        self.project = parts.count > 1 ? parts[0] : nil
        self.service = parts.last ?? text
    }
}
