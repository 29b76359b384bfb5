import RollbackCore

/// Finds what runs for a service: as remembered, otherwise by its port, otherwise by its command line.
struct ServiceFinder {
    let machine: ServiceMachine

    func facts(of service: Service) throws -> ServiceFacts {
        try facts(of: service) { try MachineLook(machine.table) }
    }

    /// The same of many, with at most one look at the machine.
    func facts(of services: [Service]) throws -> [ServiceFacts] {
        var shared: MachineLook?
        return try services.map { service in
            try facts(of: service) {
                let look = try shared ?? MachineLook(machine.table)
                shared = look
                return look
            }
        }
    }

    private func facts(of service: Service, _ look: () throws -> MachineLook) throws -> ServiceFacts {
        let record = try machine.memory.recall(service.name)
        let remembered = record?.facts.processes.first
        // One small file to read; who else belongs to the service is looked up when it is stopped.
        if let remembered, machine.table.runs(remembered) {
            let setting = record?.facts.setting ?? machine.table.setting(of: remembered.id)
            return facts(service, [remembered], setting)
        }
        let look = try look()
        let families = look.families
        // What the main process left behind when it ended alone still belongs to the service.
        let left = remembered.map(families.members) ?? []
        guard let main = try main(of: service, record?.facts.setting, look) else {
            return facts(service, left.map(\.identity), record?.facts.setting)
        }
        let members = families.members(of: main.identity)
        let orphans = left.filter { !members.contains($0) }
        let setting = machine.table.setting(of: main.identity.id) ?? record?.facts.setting
        return facts(service, (members + orphans).map(\.identity), setting)
    }

    /// The main process, found without having been remembered.
    func main(
        of service: Service, _ setting: ProcessSetting?, _ look: MachineLook
    ) throws -> ProcessDescription? {
        let place = ServicePlace(machine: machine, service: service, look: look)
        if let port = service.port, let holder = try place.holder(of: port) { return place.top(of: holder) }
        let arguments = service.launch?.arguments ?? setting?.arguments ?? []
        let directory = service.launch?.directory ?? setting?.directory ?? machine.checkout
        return place.process(running: arguments, in: directory)
    }

    private func facts(_ service: Service, _ members: [ProcessIdentity], _ setting: ProcessSetting?) -> ServiceFacts {
        ServiceFacts(
            service: service.name, manager: .process, processes: members, setting: setting, unit: service.unit,
            supervisor: members.first.flatMap(supervisor))
    }

    /// The program that starts the main process again when it ends.
    private func supervisor(of main: ProcessIdentity) -> String? {
        guard let parent = machine.table.describe(main.id).flatMap({ machine.table.describe($0.parent) }) else {
            return nil
        }
        return ProgramKinds.supervisorName(Program(parent.arguments)).map { name in
            parent.arguments.first { Program.fileName($0) == name } ?? name
        }
    }
}
