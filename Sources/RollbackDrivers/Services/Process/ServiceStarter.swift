import RollbackCore
import RollbackFiles

/// Starts a service as it is configured, or as it ran before.
struct ServiceStarter {
    let machine: ServiceMachine

    func start(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async throws -> ServiceFacts {
        let record = try machine.memory.recall(service.name)
        for main in [record?.facts.processes.first, facts.processes.first] {
            if let main, machine.table.runs(main) { return try ServiceFinder(machine: machine).facts(of: service) }
        }
        if let restarted = try await SupervisedRestart(machine: machine).settle(service, facts) { return restarted }
        if let port = service.port { try PortHolder(machine: machine).refuse(port, service) }
        let setting = facts.setting ?? record?.facts.setting
        return try launch(service, LaunchResolution(machine: machine, service: service, old: setting).launch(change))
    }

    private func launch(_ service: Service, _ launch: ProcessLaunch) throws -> ServiceFacts {
        try FileCall.makeDirectory(Paths.parent(launch.outputFile))
        let logs = Set([launch.outputFile, launch.errorFile]).sorted()
            .map { LogPosition(file: $0, offset: LogTail.size(of: $0)) }
        do {
            let main = try machine.launcher.launch(launch) { main in
                try machine.memory.remember(ServiceRecord(facts: facts(service, launch, main), logs: logs))
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
