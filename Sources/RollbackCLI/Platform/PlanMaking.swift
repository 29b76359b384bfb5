import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting
import RollbackStore

/// Makes the plan for a target. Looks at the platform, changes nothing.
struct PlanMaking: Sendable {
    let platform: Platform
    let wish: RollbackWish

    func plan(from current: CommitID, to target: CommitID) async throws -> (plan: Plan, digest: PlanDigest) {
        let services = try chosenServices()
        for service in services { _ = try SecretValues(environment: platform.machine.environment).all(of: service) }
        async let commit = platform.git.commit(target)
        async let suspects = platform.git.suspects(from: target, to: current)
        async let migrations = migrationLook.migrations(from: current, to: target)
        let scope = ServiceScope(
            platform, chosen: wish.services.isEmpty ? [] : services, try running())
        let (code, dependencies) = try await release(services, current, target, scope)
        let schema = SchemaLook(try migrationLook.all(await migrations, changed: code.paths))
        let environment = try wish.level != .fast ? look(current, target, code, scope.code) : nil
        let database = try await wish.level == .full ? databases(schema).part(good: target) : nil
        var contributions = code.contributions + dependencies.contributions + (environment?.contributions ?? [])
        contributions += database?.contributions ?? []
        if platform.configuration.code.push, isInPlace {
            contributions.append(PushCode.contribution(root: platform.git.root))
        }
        contributions += try await ServicePlanning(services, platform.access.managers).contributions()
        contributions += try await pins(current, target)
        contributions += try common(services, code, database?.settles ?? false ? SchemaLook([]) : schema)
        let planner = Planner(
            level: wish.level, root: platform.root, current: current, target: try await commit,
            contributions: contributions, hooks: platform.configuration.hooks,
            dependsOn: [
                "the files to be overwritten": code.fingerprint, "the dependency sets": dependencies.fingerprint,
            ].merging(environment?.fingerprint.map { ["the environment files": $0] } ?? [:]) { $1 })
        var plan = planner.plan()
        plan.wish = wish
        plan.notes = try await PlanNoting(
            platform: platform, services: services, code: code, dependencies: dependencies, schema: schema,
            environment: environment, database: database, scope: scope, level: wish.level
        )
        .notes(try await suspects)
        plan.notes.warnings += badness(of: target)
        plan.notes.currentRelease = try? platform.releases.find(commit: current)?.number
        plan.notes.targetRelease = try? platform.releases.find(commit: target)?.number
        return (plan, try plan.digest())
    }

    /// Who goes back once more, to the same target, means the release that was rolled back from before.
    private func look(
        _ current: CommitID, _ target: CommitID, _ code: CodePlanning.Part, _ scope: CodeScope
    ) throws -> EnvironmentPlanning.Part {
        let pinned = try? platform.access.pins.read()
        let bad = current == target ? pinned.flatMap { $0.target == target ? $0.badRelease : nil } : current
        return try EnvironmentLook(platform: platform, named: wish.release).part(
            bad: bad, good: target, withCode: Set(code.paths.map { "\(platform.git.root)/\($0)" }),
            only: scope.folders?.map { "\(platform.git.root)/\($0)" })
    }

    private func databases(_ schema: SchemaLook) -> DatabaseLook {
        DatabaseLook(platform: platform, named: wish.release, schema: schema, only: wish.services)
    }

    private var procedure: LevelProcedure {
        wish.level == .fast ? platform.configuration.fast : platform.configuration.full
    }

    private var migrationLook: MigrationPlanning { MigrationPlanning(platform.git, scope: platform.access.scope) }

    /// How services run, as far as it was found or is remembered.
    private func running() throws -> [ServiceFacts] {
        let memory = ServiceMemoryFiles(platform.state)
        return try platform.found + platform.services.compactMap { try memory.recall($0.name)?.facts }
    }

    private var isInPlace: Bool { platform.access.folders == nil }

    /// A release's code and dependency sets, in the layout that the platform has.
    private func release(
        _ services: [Service], _ current: CommitID, _ target: CommitID, _ scope: ServiceScope
    ) async throws -> (CodePlanning.Part, DependencyPlanning.Part) {
        if let folders = platform.access.folders {
            let part = try await DirectoryPlanning(
                platform.git, scope: platform.access.scope, folders: folders,
                policy: platform.configuration.directories, store: platform.state.onDisk.dependenciesPath,
                hints: try platform.dependencyHints(of: services), processes: platform.effects.processes, target: target
            ).part(from: current, to: target, keep: wish.keepsDependencies, noBuild: noBuild)
            return (part.code, part.dependencies)
        }
        let code = try await CodePlanning(
            platform.git, table: platform.effects.table, scope: scope.code,
            head: platform.configuration.code.head == .branch ? .branch : .commit
        ).part(from: current, to: target)
        return (code, try await dependencies(code, services, target))
    }

    /// A set that is built must outlive the next reboot, so memory is no place for it.
    private var noBuild: String? {
        platform.state.isInMemory ? "the target's would have to be built, and the disk takes nothing" : nil
    }

    private func dependencies(
        _ code: CodePlanning.Part, _ services: [Service], _ target: CommitID
    ) async throws -> DependencyPlanning.Part {
        let git = platform.git
        return try await DependencyPlanning(
            root: git.root, store: platform.state.onDisk.dependenciesPath,
            hints: try platform.dependencyHints(of: services),
            excludeFile: "\(git.commonFolder)/info/exclude", processes: platform.effects.processes
        ) { try await git.content(of: $0, at: target) }
        .part(changedPaths: code.paths, keep: wish.keepsDependencies, noBuild: noBuild)
    }

    /// Going back to a release that was rolled back from, or that the registry warns of, is somebody's right, and to be said.
    private func badness(of target: CommitID) -> [String] {
        let marked = platform.configuration.mark(of: target).map {
            "\(target.short) is \(RegistryWords.mark($0)) (\(ConfigurationFile.knownGood.path))"
        }
        return [marked].compactMap(\.self) + pinned(target)
    }

    private func pinned(_ target: CommitID) -> [String] {
        guard let pin = try? platform.access.pins.read(), pin.bad.contains(target) else { return [] }
        let when = pin.badRelease == target ? "by \(pin.run)" : "before \(pin.run)"
        let why = pin.badRelease == target ? pin.reason.map { ": \($0)" } ?? "" : ""
        return ["\(target.short) is marked as bad: it was rolled back from \(when)\(why)"]
    }

    /// What is live is bad, unless somebody activates a release that came after it.
    private func pins(_ current: CommitID, _ target: CommitID) async throws -> [Contribution] {
        guard current != target else { return [] }
        if wish.activates == true, try await platform.git.isAncestor(current, of: target) { return [] }
        return [CommonSteps.pin(current)] + (platform.configuration.code.pinHook ? [CommonSteps.pinHooks()] : [])
    }

    private func common(
        _ services: [Service], _ code: CodePlanning.Part, _ schema: SchemaLook
    ) throws -> [Contribution] {
        let configuration = platform.configuration
        var steps = [CommonSteps.symptoms()]
        // What was made from the code of a release directory lies in it.
        if isInPlace, procedure.clearsCaches, !configuration.cachePatterns.isEmpty {
            steps.append(
                try CommonSteps.clearCaches(
                    root: platform.root, patterns: configuration.cachePatterns, emptied: code.emptied))
        }
        let deep = procedure.verifiesHealth && (wish.level != .fast || configuration.settings.verifyAfterRollback)
        let list = CheckList(configuration: configuration, services: services, addresses: wish.addresses)
        let checks = list.all(codeIsCritical: true)
        let ahead = deep && readsAhead(code) ? checks.filter { $0.probe == .syntax } : []
        steps += try ahead.map(CommonSteps.verifyAhead)
        let liveness = try CommonSteps.liveness(checks, limit: services.map(\.limits.ready).max() ?? 30)
        steps += [liveness].compactMap(\.self)
        steps.append(
            try CommonSteps.verify(
                checks.filter { (deep || $0.liveness) && !ahead.contains($0) },
                unproved: list.unproved + unproved(schema, deep)))
        return steps
    }

    /// By hand, all that proves the platform is one step and the last. What a filter makes of a file, git's store has not.
    private func readsAhead(_ code: CodePlanning.Part) -> Bool {
        isInPlace && wish.level != .manual && !platform.git.mayFilter && code.paths.contains { $0.hasSuffix(".py") }
    }

    private func unproved(_ schema: SchemaLook, _ deep: Bool) -> [String] {
        schema.unproved + (deep ? [] : ["everything beyond liveness: the configuration leaves it out"])
    }

    private func chosenServices() throws -> [Service] {
        let known = platform.services.map(\.name)
        for name in wish.services where !known.contains(name) { throw Failure.unknownService(name, known: known) }
        return wish.services.isEmpty ? platform.services : platform.services.filter { wish.services.contains($0.name) }
    }
}
