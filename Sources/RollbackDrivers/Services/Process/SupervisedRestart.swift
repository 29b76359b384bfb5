import RollbackCore

/// A service that a supervisor (supervisord, runit) starts again by itself as soon as it ends.
///
/// What it started while code was being changed began from unknown code, so that is ended once more; the process that
/// the supervisor starts next is the service.
struct SupervisedRestart {
    private static let patience = Duration.seconds(10)
    private static let tick = Duration.milliseconds(5)
    let machine: ServiceMachine

    /// The service as its supervisor has started it anew, remembered; nil when no supervisor does.
    func settle(_ service: Service, _ old: ServiceFacts) async throws -> ServiceFacts? {
        guard let revived = try revived(service, old) else { return nil }
        try await ServiceStopper(machine: machine).stop(service, facts(service, revived, old))
        let deadline = machine.clock.now() + min(Self.patience, .seconds(service.limits.ready))
        while machine.clock.now() < deadline {
            if let next = try self.revived(service, old), next.identity != revived.identity {
                let found = facts(service, next, old)
                try machine.memory.remember(ServiceRecord(facts: found))
                return found
            }
            try await machine.clock.sleep(Self.tick)
        }
        return nil
    }

    /// The youngest child of a supervisor with the service's own command line that is none of those that ran before.
    private func revived(_ service: Service, _ old: ServiceFacts) throws -> ProcessDescription? {
        guard let setting = old.setting else { return nil }
        let families = ProcessFamilies(try machine.table.processes())
        return families.byID.values
            .filter { !$0.ended && CommandMatch.matches($0.arguments, setting.arguments) }
            .filter { families.supervisor(of: $0) != nil && !old.processes.contains($0.identity) }
            .filter { machine.table.workingDirectory(of: $0.identity.id) == setting.directory }
            .max { $0.identity.startTicks < $1.identity.startTicks }
    }

    private func facts(_ service: Service, _ main: ProcessDescription, _ old: ServiceFacts) -> ServiceFacts {
        ServiceFacts(
            service: service.name, manager: .process, processes: [main.identity],
            setting: machine.table.setting(of: main.identity.id) ?? old.setting, unit: old.unit)
    }
}
