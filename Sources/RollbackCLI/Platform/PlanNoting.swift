import RollbackCore
import RollbackDrivers
import RollbackStore

/// What a person should know beside the steps of a plan.
struct PlanNoting: Sendable {
    let platform: Platform
    let services: [Service]
    let code: CodePlanning.Part
    let dependencies: DependencyPlanning.Part
    let schema: SchemaLook
    /// Nil: the level does not touch it.
    let environment: EnvironmentPlanning.Part?
    /// Nil: the level does not touch it.
    let database: DatabaseLook.Part?
    let scope: ServiceScope
    let level: Level

    func notes(_ suspects: [Commit]) async throws -> PlanNotes {
        var notes = PlanNotes()
        notes.environment = platform.environment
        notes.suspects = suspects
        notes.restores = [
            code.paths.isEmpty ? "code: nothing differs" : "code: \(count(code.paths.count, "file"))",
            services.isEmpty ? "no service" : "restarts: \(services.map(\.name.rawValue).joined(separator: ", "))",
        ]
        notes.restores += dependencies.restores + (environment?.restores ?? []) + (database?.restores ?? [])
        notes.takesSchemaBack = database.map { !$0.contributions.isEmpty }
        notes.leaves = dependencies.leaves + (environment?.leaves ?? []) + leaves
        notes.schema = schema.fit
        notes.migrations = schema.migrations
        notes.warnings =
            platform.warnings + code.warnings + dependencies.warnings + (environment?.warnings ?? [])
            + (database?.warnings ?? []) + own
        for service in services {
            let manager = try platform.access.managers[service]
            notes.warnings += [await manager.caution(for: service), await obstacle(service, manager)].compactMap(\.self)
        }
        let history = try RunHistory(platform.state).medians()
        notes.expectedSeconds = history.run
        notes.expectedSteps = history.steps
        notes.wayBack = "lastgood undo"
        return notes
    }

    private var leaves: [String] {
        guard platform.access.folders != nil else {
            return databases + ["ignored and untracked files", "rollback/"]
        }
        return databases + [
            "the checkout, its HEAD, and rollback/",
            "the release that is live now, with whatever was edited in it: undo brings it back as it is",
        ]
    }

    private func obstacle(_ service: Service, _ manager: any ServiceManaging) async -> String? {
        guard let facts = try? await manager.facts(of: service),
            let found = await manager.startObstacle(service, like: facts, EnvironmentChange()), !found.liesInRelease
        else { return nil }
        guard facts.ran else { return "\(service.name) is down, and has to be started by hand: \(found.why)" }
        let end = service.critical ? "so this rollback would stop before its first effect" : "so it is left as it is"
        return "\(service.name) cannot be started again, \(end): \(found.why)"
    }

    private var databases: [String] { database?.leaves ?? ["the database"] }

    private var own: [String] {
        var found: [String] = []
        if services.isEmpty {
            found.append(
                "no running service was found for this platform: the code goes back, and nothing is restarted")
        }
        // Whose schema goes back has nothing that the code could not fit.
        if database?.settles != true { found += [schema.warning].compactMap(\.self) }
        found += [scope.note].compactMap(\.self)
        if level == .manual {
            found.append("no step of this plan touches the database: what it needs is done by hand")
        }
        return found
    }

    private func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
