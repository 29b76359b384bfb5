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
    package func contributions() throws -> [Contribution] {
        try ServiceLevels.ordered(services).enumerated().flatMap { level, services in
            try services.flatMap { service in
                let settings = try JSONValue(encoding: service)
                return [
                    Contribution(.note(level: level + 1), note(service, settings)),
                    Contribution(.restart(level: level + 1), try restart(service, settings)),
                ]
            }
        }
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

    private func restart(_ service: Service, _ settings: JSONValue) throws -> PlannedStep {
        PlannedStep(
            name: StepName("restart/\(service.name)"), kind: RestartService.kind, settings: settings,
            summary: "restart \(service.name)\(service.port.map { " on port \($0)" } ?? "") and wait until it answers",
            commands: try managers[service].restartCommands(for: service),
            necessity: service.critical ? .required : .optional)
    }
}
