import FoundationEssentials
import RollbackCore

/// The planned steps of dependency sets, and the steps made of them.
struct DependencySteps: Sendable {
    static let build: StepKind = "dependencies.build"
    static let change: StepKind = "dependencies.switch"

    static func contribution(_ build: DependencyBuild) throws -> Contribution {
        let commands = try DependencyEcosystems.named(build.ecosystem).commands(for: build).map(\.command)
        let locks = build.inputs.prefix(build.locks).joined(separator: ", ")
        return Contribution(
            .capture,
            PlannedStep(
                name: build.step, kind: Self.build,
                settings: try JSONValue(encoding: build),
                summary: "install the target's \(locks) beside the live set (\(build.ecosystem), \(build.interpreter))",
                commands: commands))
    }

    /// - Parameter needs: the steps that build its target.
    static func contribution(_ change: DependencySwitch, needs: [StepName] = []) throws -> Contribution {
        let (live, target) = (change.live.path, change.target)
        let link = Command(["ln", "-sfn", target, live])
        let commands = change.live.isLink ? [link] : [Command(["mv", live, "\(live).before"]), link]
        return Contribution(
            .swap,
            PlannedStep(
                name: change.name, kind: Self.change, settings: try JSONValue(encoding: change),
                summary: "switch \(live) to the target's dependency set", commands: commands,
                needs: needs.isEmpty ? nil : needs))
    }

    /// - Parameter read: a file of the run's target by its path below the root.
    static func step(
        for planned: PlannedStep, in run: RunContext, processes: any ProcessRunning, read: @escaping FileReader
    ) throws -> AnyStep? {
        switch planned.kind {
        case build:
            let settings = try planned.settings.decoded(as: DependencyBuild.self)
            let ecosystem = try DependencyEcosystems.named(settings.ecosystem)
            return AnyStep(
                BuildDependencies(
                    settings: settings, ecosystem: ecosystem, read: read,
                    shell: DependencyShell(processes: processes, owner: settings.live.owner)))
        case change:
            let settings = try planned.settings.decoded(as: DependencySwitch.self)
            return AnyStep(SwitchDependencies(settings: settings, places: SwitchPlaces(settings, run)))
        default: return nil
        }
    }
}
