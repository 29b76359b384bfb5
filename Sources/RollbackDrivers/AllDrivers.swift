import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// The list of drivers: each step kind, and what makes a step of it. A new driver is a folder and a line here.
package struct AllDrivers: StepMaking {
    let platform: PlatformAccess
    private let codeSettings = Decoded<CodeSettings>()
    private let directorySwitch = Decoded<DirectorySwitch?>()
    private let looked: Duration?

    /// - Parameters:
    ///   - platform: one run's; another run has other drivers.
    ///   - looked: when the run's plan looked at every file, by the monotonic clock; nil: long ago.
    package init(_ platform: PlatformAccess, looked: Duration? = nil) {
        (self.platform, self.looked) = (platform, looked)
    }

    package func step(for planned: PlannedStep, in run: RunContext) throws -> AnyStep? {
        switch planned.kind {
        case CodeSteps.capture, CodeSteps.stage, CodeSteps.swap: try code(planned, run)
        case NoteService.kind, RestartService.kind: try service(planned, run)
        case PinPlatform.kind: AnyStep(PinPlatform(pins: platform.pins, pin: pin(run), context: run))
        case InstallPinHooks.kind: try pinHooks(run)
        case PushCode.kind: try push(run)
        case ClearCaches.kind:
            AnyStep(
                ClearCaches(settings: try planned.settings.decoded(as: ClearCaches.Settings.self), git: platform.git))
        case NoteSymptoms.kind:
            AnyStep(
                NoteSymptoms(
                    services: platform.services, checks: Self.checks(of: run.plan), managers: platform.managers,
                    effects: platform.effects, mask: platform.mask))
        case RunHook.kind:
            AnyStep(
                RunHook(
                    hook: try planned.settings.decoded(as: Hook.self), context: run,
                    processes: platform.effects.processes, mask: platform.mask))
        case DependencySteps.build, DependencySteps.change: try dependencies(planned, run)
        case EnvironmentSteps.capture, EnvironmentSteps.restore: try environment(planned, run)
        case DirectorySteps.build, DirectorySteps.change: try directory(planned, run)
        case AwaitLiveness.kind: try liveness(planned, run)
        case VerifyPlatform.kind, VerifyPlatform.ahead: try verify(planned, run)
        default: nil
        }
    }

    private func code(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        guard let git = platform.git else { throw Failure.notARepository(path: run.plan.root) }
        let settings = try codeSettings.value { try CodeSteps.settings(of: run.plan) }
        let paths = CodePaths(run)
        switch planned.kind {
        case CodeSteps.capture: return AnyStep(CaptureCode(git: git, settings: settings, paths: paths))
        case CodeSteps.stage:
            return AnyStep(StageCode(git: git, settings: settings, paths: paths, run: run.run, actor: run.actor))
        default: return AnyStep(CodeSwap(git: git, settings: settings, paths: paths, run: run.run, actor: run.actor))
        }
    }

    private func pinHooks(_ run: RunContext) throws -> AnyStep {
        guard let git = platform.git else { throw Failure.notARepository(path: run.plan.root) }
        return AnyStep(InstallPinHooks(hooks: PinHooks(git), pin: pin(run)))
    }

    private func push(_ run: RunContext) throws -> AnyStep {
        guard let git = platform.git else { throw Failure.notARepository(path: run.plan.root) }
        return AnyStep(PushCode(git: git))
    }

    private func dependencies(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep? {
        guard let git = platform.git else { throw Failure.notARepository(path: run.plan.root) }
        let target = run.plan.target.id
        return try DependencySteps.step(for: planned, in: run, processes: platform.effects.processes) {
            try await git.content(of: $0, at: target)
        }
    }

    private func environment(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        let settings = try planned.settings.decoded(as: EnvironmentSettings.self)
        let paths = EnvironmentPaths(run)
        guard planned.kind == EnvironmentSteps.restore else {
            return AnyStep(CaptureEnvironment(settings: settings, paths: paths))
        }
        return AnyStep(RestoreEnvironment(settings: settings, paths: paths, open: platform.openEnvironment))
    }

    /// Whether a step is beside everything live, and complete or of no effect: nothing has to be taken back of it.
    package static func isBeside(_ planned: PlannedStep) -> Bool {
        [DependencySteps.build, DirectorySteps.build].contains(planned.kind)
    }

    package static func makesDirectory(_ planned: PlannedStep) -> Bool { planned.kind == DirectorySteps.build }

    private func directory(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        guard let git = platform.git else { throw Failure.notARepository(path: run.plan.root) }
        return try DirectorySteps.step(for: planned, in: run, git)
    }

    private func change(of plan: Plan) throws -> DirectorySwitch? {
        try directorySwitch.value { try DirectorySteps.change(of: plan) }
    }

    private func service(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        let service = try planned.settings.decoded(as: Service.self)
        let manager = try platform.managers[service]
        let notes = ServiceNotes(run, service.name)
        let table = platform.effects.table
        guard planned.kind == RestartService.kind else {
            return AnyStep(
                NoteService(
                    service: service, manager: manager, table: table, notes: notes, root: platform.home,
                    clock: platform.effects.clock))
        }
        let readiness = Readiness(
            checks: runner(run), liveness: Self.checks(of: run.plan).filter(\.liveness),
            clock: platform.effects.clock)
        return AnyStep(
            RestartService(
                service: service, manager: manager, table: table, notes: notes, root: platform.home,
                readiness: readiness, relocation: ServiceRelocation(try change(of: run.plan))))
    }

    private func liveness(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        let settings = try planned.settings.decoded(as: LivenessSettings.self)
        let notes = try ServicePlanning.services(of: run.plan).map { ($0.name, ServiceNotes(run, $0.name)) }
        let untouched = Set(platform.services.map(\.name)).subtracting(notes.map(\.0))
        return AnyStep(
            AwaitLiveness(
                checks: settings.checks, runner: runner(run), clock: platform.effects.clock, limit: settings.limit,
                late: { Set(notes.filter { $0.1.isLate }.map(\.0)) }, untouched: untouched))
    }

    private func verify(_ planned: PlannedStep, _ run: RunContext) throws -> AnyStep {
        let settings = try planned.settings.decoded(as: VerificationSettings.self)
        var runner = runner(run)
        runner.isAhead = planned.kind == VerifyPlatform.ahead
        return AnyStep(VerifyPlatform(checks: settings.checks, unproved: settings.unproved, runner: runner))
    }

    /// Its checks are about the target, and of the code only about what goes back.
    private func runner(_ run: RunContext) -> CheckRunner {
        let code = try? codeSettings.value { try CodeSteps.settings(of: run.plan) }
        let changed = try? change(of: run.plan)?.changed
        var expected = CodeExpectation(
            target: run.plan.target.id, written: changed ?? code?.writes.map(\.path.text),
            removed: code?.removals.map(\.path.text) ?? [], looked: looked)
        expected.placed = changed == nil ? code?.changes ?? [] : []
        return platform.checkRunner(expected: expected, only: code?.scope)
    }

    private static func checks(of plan: Plan) -> [Check] {
        let settings = plan.steps.first { $0.kind == VerifyPlatform.kind }?.settings
        return (try? settings?.decoded(as: VerificationSettings.self).checks) ?? []
    }

    private func pin(_ run: RunContext) -> Pin {
        Pin(
            badRelease: run.plan.current, target: run.plan.target.id, run: run.run,
            since: platform.effects.clock.wallTime().formatted(.iso8601), reason: run.reason, actor: run.actor)
    }
}
