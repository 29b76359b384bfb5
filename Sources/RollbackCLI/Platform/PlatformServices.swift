import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackStore
import RollbackSystem

/// The services of a platform: the configured ones, or on the first day what is found running.
struct PlatformServices: Sendable {
    let configuration: PlatformConfiguration
    let root: String
    let state: StateDirectory
    let machine: Machine

    struct Found: Sendable {
        var services: [Service]
        var managers: ServiceManagers
        var warnings: [String]
        /// How found services run: what no configuration says.
        var facts: [ServiceFacts] = []
    }

    /// On the first day, what is found running; nothing where services are configured, or the configuration is wrong.
    static func running(
        _ configuration: PlatformConfiguration?, _ root: String, _ machine: Machine
    ) async throws -> [FoundService] {
        guard let configuration, configuration.services.isEmpty else { return [] }
        return try await ServiceDiscovery(
            table: machine.effects.table, processes: machine.effects.processes, roots: [root],
            process: machine.host.process, home: machine.environment["HOME"]
        ).services()
    }

    /// - Parameter found: what `running` found.
    func found(_ found: [FoundService]) throws -> Found {
        let (processes, table) = (machine.effects.processes, machine.effects.table)
        let memory = FoundServices(ServiceMemoryFiles(state))
        let plain = ProcessServices(serviceMachine(memory))
        let managers = ServiceManagers([
            plain, SystemdServices(processes: processes, table: table),
            ComposeServices(
                processes: processes, table: table, program: ComposeProgram(processes: processes), checkout: root),
        ])
        guard configuration.services.isEmpty else {
            memory.note(try plain.facts(of: configuration.services))
            return Found(services: configuration.services, managers: managers, warnings: [])
        }
        memory.note(found.map(\.facts).filter { $0.manager == .process })
        let missing = remembered().filter { service in
            !found.contains {
                $0.service.name == service.name || $0.service.port != nil && $0.service.port == service.port
            }
        }
        let warnings =
            found.compactMap { service in
                service.supervisor.map { "\(service.service.name) is started again by \($0) when it ends" }
            } + missing.map { "\($0.name) does not run; it will be started as it last ran here" }
        return Found(
            services: found.map(\.service) + missing, managers: managers, warnings: warnings,
            facts: found.map(\.facts))
    }

    /// Services of the last run that may have crashed since: they are not found running, and are still the platform's.
    /// A run that cannot be read keeps nobody from a rollback.
    private func remembered() -> [Service] {
        state.newestReadable().flatMap { try? ServicePlanning.services(of: $0.header.plan) } ?? []
    }

    private func serviceMachine(_ memory: FoundServices) -> ServiceMachine {
        ServiceMachine(
            table: machine.effects.table, launcher: machine.effects.launcher, processes: machine.effects.processes,
            clock: machine.effects.clock, memory: memory, checkout: root, stateDirectory: state.path,
            environment: machine.environment, process: machine.host.process,
            home: configuration.layout == .releaseDirectories ? configuration.home : nil)
    }
}
