import FoundationEssentials
package import RollbackCore

/// Plans how services come to run the target: each level after the one it depends on.
package struct ServicePlanning: Sendable {
    private let services: [Service]
    private let managers: ServiceManagers

    package init(_ services: [Service], _ managers: ServiceManagers) {
        self.services = services
        self.managers = managers
    }

    /// - Throws: `Failure.dependencyCycle`.
    package func contributions() async throws -> [Contribution] {
        var found: [Contribution] = []
        for (level, services) in try ServiceLevels.ordered(services).enumerated() {
            for service in services {
                let settings = try JSONValue(encoding: service)
                found.append(Contribution(.note(level: level + 1), note(service, settings)))
                found.append(Contribution(.restart(level: level + 1), try await restart(service, settings)))
            }
        }
        return found
    }

    /// The services that a plan restarts: a run that is resumed works with those, not with what is found by then.
    package static func services(of plan: Plan) throws -> [Service] {
        try plan.steps.filter { $0.kind == RestartService.kind }.map { try $0.settings.decoded(as: Service.self) }
    }

    private func note(_ service: Service, _ settings: JSONValue) -> PlannedStep {
        PlannedStep(
            name: StepName("note/\(service.name)"), kind: NoteService.kind, settings: settings,
            summary: "note how \(service.name) runs, to bring it back so if this run is undone")
    }

    private func restart(_ service: Service, _ settings: JSONValue) async throws -> PlannedStep {
        PlannedStep(
            name: StepName("restart/\(service.name)"), kind: RestartService.kind, settings: settings,
            summary: "restart \(service.name)\(service.port.map { " on port \($0)" } ?? "") and wait until it answers",
            commands: try await managers[service].restartCommands(for: service),
            necessity: service.critical ? .required : .optional)
    }
}
