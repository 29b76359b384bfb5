package import RollbackCore
import RollbackFiles

/// The driver for services that Docker Compose, or Podman's, runs in containers.
///
/// Containers are recognised by the labels that Compose puts on them. Where the checkout is mounted into the container
/// a restart brings the good code; where the code is inside the image only a rebuild does, which comes before the stop.
package struct ComposeServices: ServiceManaging {
    package static let kind = ServiceManagerKind.compose
    private let processes: any ProcessRunning
    private let table: any ProcessTable
    private let program: ComposeProgram
    /// The platform's root, absolute and without symbolic links.
    private let checkout: String
    private let prepared = PreparedStarts()

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
        let unit = ComposeUnit(service, facts)
        let running = try await containers(unit).filter(\.isUp)
        guard !running.isEmpty else { return }
        do {
            let stop = try await commands(service, unit, running).stop(running, seconds: service.limits.stop)
            _ = try await processes.require(stop, limit: .seconds(service.limits.stop + 20))
        } catch {
            // It is not known what comes next, and on which code.
            _ = prepared.take(service.name)
            throw error
        }
        if let survivor = try await containers(unit).first(where: \.isUp) {
            throw Failure.wouldNotStop(service: service.name, process: survivor.process)
        }
    }

    package func prepare(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws {
        prepared.put(try await begin(service, facts).prepare(progress), service.name)
    }

    package func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        let ready = prepared.take(service.name)
        let begin = try await begin(service, facts)
        if let ready { try await begin.perform(ready) } else { try await begin.perform(begin.prepare(progress)) }
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
        let unit = ComposeUnit(service)
        guard let containers = try? await containers(unit),
            let commands = try? await commands(service, unit, containers)
        else { return [] }
        var lines: [String] = []
        for container in containers {
            let logs = commands.logs(container, lines: count)
            guard let result = try? await processes.run(logs, limit: .seconds(10)) else { continue }
            lines += (result.text + result.errorText).split(whereSeparator: \.isNewline).map(String.init)
        }
        return lines.suffix(count)
    }

    /// Also what a step leaves out where it finds nothing changed: a person need not find that out. None while no engine
    /// answers.
    package func restartCommands(for service: Service) async -> [Command] {
        guard let begin = try? await begin(service, nil) else { return [] }
        let (commands, containers) = (begin.commands, begin.containers)
        let anew = commands.choice.form == .podman && !containers.isEmpty
        return (begin.builds ? [commands.build] : [])
            + (containers.isEmpty ? [] : [commands.stop(containers, seconds: service.limits.stop)])
            + (anew ? [commands.remove(containers)] : []) + [commands.up]
    }

    /// The engine holds a container's port on this machine whether or not anything in the container listens.
    package func listens(_ service: Service, behind port: Int) async throws -> Bool? {
        let bound = try await containers(ComposeUnit(service)).filter { $0.bindings[port] != nil && $0.process > 0 }
        let seen = bound.compactMap { container in
            container.bindings[port].flatMap { table.isListened($0, seenBy: container.process) }
        }
        return seen.isEmpty ? nil : seen.contains(true)
    }

    /// An engine that does not answer says nothing here: it is the restart's failure to report.
    package func caution(for service: Service) async -> String? {
        let containers = (try? await containers(ComposeUnit(service))) ?? []
        guard let baked = containers.first(where: { !$0.mounts(checkout) }) else { return nil }
        return
            "the code of \(baked.service) is inside its image \(baked.image): where that is built here, it is rebuilt, which takes longer"
    }
}

extension ComposeServices {
    /// Of this service in this checkout: another project may have a service of the same name.
    private func containers(_ unit: ComposeUnit) async throws -> [ContainerFacts] {
        let engine = ComposeEngine(processes: processes, program: try await program.choice().engine)
        return try await engine.containers(of: unit.service).filter { container in
            if let project = unit.project { return container.project == project }
            return Paths.contains(checkout, container.directory)
        }
    }

    private func begin(_ service: Service, _ facts: ServiceFacts?) async throws -> ComposeStart {
        let unit = ComposeUnit(service, facts)
        let containers = try await containers(unit)
        return ComposeStart(
            processes: processes,
            engine: ComposeEngine(processes: processes, program: try await program.choice().engine),
            commands: try await commands(service, unit, containers), service: service, containers: containers,
            checkout: checkout)
    }

    private func commands(
        _ service: Service, _ unit: ComposeUnit, _ containers: [ContainerFacts]
    ) async throws -> ComposeCommands {
        let container = containers.first
        let project = container?.project ?? unit.project ?? Program.fileName(checkout).lowercased()
        let directory = container.flatMap { $0.directory.isEmpty ? nil : $0.directory } ?? checkout
        let place = ComposePlace(directory: directory, files: container?.files ?? []) { FileCall.facts($0) != nil }
        return ComposeCommands(try await program.choice(), project: project, service: unit.service, place: place)
    }
}

extension ContainerFacts {
    /// Between two attempts of the engine to start it, too.
    fileprivate var isUp: Bool { running || status == "restarting" }
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
