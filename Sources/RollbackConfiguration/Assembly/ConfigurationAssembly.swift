import RollbackCore

/// Makes one checked value out of the three files' sections.
struct ConfigurationAssembly {
    var root: String
    /// The named environment that holds.
    var environment: String?
    var rollback: RollbackFileSection?
    var endpoints: EndpointsFileSection?
    var knownGood: KnownGoodFileSection?
    var findings: Findings

    /// - Throws: `Failure.configuration` with every mistake found, or `Failure.dependencyCycle`.
    func configuration() throws -> PlatformConfiguration {
        let services = ServiceDescription.all(rollback, endpoints)
        let externals = ExternalDescription.all(rollback, endpoints)
        var result = PlatformConfiguration(root: root)
        result.layout = rollback?.layout ?? .inPlace
        result.directories = rollback?.directories?.policy ?? DirectoryPolicy()
        result.services = services.map {
            $0.service(root: root, home: result.home, limits: rollback?.timeouts, findings)
        }
        result.checks = ordered(
            checks(services, result.services) + externals.map { ($0.name, $0.checks(findings)) })
        refuseContainers(services, result.layout)
        fill(&result)
        ReferenceChecks(services: services, externals: externals, findings: findings).run(
            sequence: endpoints?.sequence ?? [], hooks: rollback?.hooks ?? [], commits: knownGood?.commits ?? [])
        guard findings.problems.isEmpty else { throw Failure.configuration(findings.sortedProblems) }
        _ = try ServiceLevels.ordered(result.services)
        result.sources = findings.sources
        result.unheeded = findings.sortedNotes
        return result
    }

    /// A container keeps the folder that it was made from, whatever a link says since.
    private func refuseContainers(_ services: [ServiceDescription], _ layout: ReleaseLayout) {
        guard layout == .releaseDirectories else { return }
        for service in services where service.dependencies?.run.manager == .compose {
            findings.problem(
                service.place,
                #"a service of Compose needs "layout": "in_place": its container would keep the old release"#)
        }
    }

    private func checks(_ descriptions: [ServiceDescription], _ services: [Service]) -> [(String, [Check])] {
        zip(descriptions, services).map { ($0.name, $0.checks(of: $1)) }
    }

    /// By `verification_sequence`; what it does not name keeps its order and comes after.
    private func ordered(_ groups: [(name: String, checks: [Check])]) -> [Check] {
        let sequence = (endpoints?.sequence ?? []).map(\.value)
        let first = sequence.flatMap { name in groups.filter { $0.name == name } }
        let rest = groups.filter { !sequence.contains($0.name) }
        return (first + rest).flatMap(\.checks)
    }

    private func fill(_ result: inout PlatformConfiguration) {
        result.environment = environment ?? endpoints?.environment
        result.cachePatterns = rollback?.caches ?? result.cachePatterns
        result.criticalFiles = rollback?.criticalFiles ?? []
        result.hooks = (rollback?.hooks ?? []).map { $0.value.hook(root: root) }
        result.settings = settings
        result.fast = LevelProcedure(rollback?.procedures?.fast, of: "fast", ProcedureStep.fast, findings)
        result.full = LevelProcedure(rollback?.procedures?.full, of: "full", ProcedureStep.full, findings)
        result.code = rollback?.code?.settings ?? CodeSettings()
        result.releases = rollback?.releases?.settings ?? ReleaseSettings()
        result.database = rollback?.database ?? DatabaseSettings()
        result.contacts = rollback?.contacts ?? []
        result.dashboards = rollback?.dashboards ?? []
        result.knownGood = (knownGood?.commits ?? []).map(\.value.entry)
        result.criteria = knownGood?.criteria ?? ReleaseCriteria()
    }

    private var settings: RollbackSettings {
        var settings = RollbackSettings()
        let given = rollback?.settings
        settings.defaultLevel = given?.level?.value ?? settings.defaultLevel
        settings.confirmationRequired = given?.confirmation ?? settings.confirmationRequired
        settings.backupBeforeRollback = given?.backup ?? settings.backupBeforeRollback
        settings.backupRetentionDays = given?.retention ?? settings.backupRetentionDays
        settings.backupCount = given?.most
        settings.criticalDatabases = given?.critical ?? []
        settings.verifyAfterRollback = given?.verify ?? settings.verifyAfterRollback
        settings.logRetentionDays = rollback?.monitoring?.retention ?? settings.logRetentionDays
        settings.logLevel = rollback?.monitoring?.level ?? settings.logLevel
        settings.logDirectory = rollback?.monitoring?.directory ?? settings.logDirectory
        return settings
    }
}

extension HookSection {
    func hook(root: String) -> Hook {
        Hook(
            name: name, moment: stage.moment, stage: stage.stage, command: Command(command, in: root), limit: limit,
            required: required, repeatable: repeatable)
    }
}
