import RollbackCore
import RollbackFiles

/// Starts a service as it is configured, or as it ran before.
struct ServiceStarter {
    let machine: ServiceMachine

    func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        let record = try machine.memory.recall(service.name)
        for main in [record?.facts.processes.first, facts.processes.first] {
            if let main, machine.table.runs(main) { return try ServiceFinder(machine: machine).facts(of: service) }
        }
        let supervised = SupervisedRestart(machine: machine, service: service, old: facts)
        if let restarted = try await supervised.settle(progress) { return restarted }
        if let port = service.port { try PortHolder(machine: machine).refuse(port, service) }
        let setting = facts.setting ?? record?.facts.setting
        let resolution = LaunchResolution(machine: machine, service: service, old: setting)
        return try launch(service, try resolution.launch(change), progress)
    }

    private func launch(
        _ service: Service, _ launch: ProcessLaunch, _ progress: StepProgress
    ) throws -> ServiceFacts {
        try FileCall.makeDirectory(Paths.parent(launch.outputFile))
        let logs = Set([launch.outputFile, launch.errorFile]).sorted()
            .map { LogPosition(file: $0, offset: LogTail.size(of: $0)) }
        do {
            let main = try machine.launcher.launch(launch) { main in
                try Dispensable(progress).write("how \(service.name) was started") {
                    try machine.memory.remember(ServiceRecord(facts: facts(service, launch, main), logs: logs))
                }
            }
            return facts(service, launch, main)
        } catch Failure.commandMissing(let program, let why) {
            throw Failure.cannotStart(service: service.name, why: "\(program): \(why)")
        }
    }

    private func facts(_ service: Service, _ launch: ProcessLaunch, _ main: ProcessIdentity) -> ServiceFacts {
        let setting = ProcessSetting(
            arguments: launch.arguments, executable: launch.executable, directory: launch.directory,
            environment: launch.environment, owner: launch.owner ?? FileFacts.own, outputFile: launch.outputFile,
            errorFile: launch.errorFile, controlGroup: "", mask: launch.mask)
        return ServiceFacts(
            service: service.name, manager: .process, processes: [main], setting: setting, unit: service.unit)
    }
}
