import RollbackCore

/// Says which services of a platform run on a machine, and by what means each was started. Pure: it decides by the
/// look it is given and touches nothing.
package struct ServiceRecognition {
    private let view: MachineView
    private let roots: [String]
    private let groups: [ProcessGroup]

    /// - Parameter roots: the checkout's path, without symbolic links and as people write it.
    /// - Throws: what the view throws.
    package init(_ view: MachineView, roots: [String]) throws {
        self.view = view
        self.roots = roots
        groups = try ProcessGroups(view, roots: roots).all()
    }

    /// The units that its processes run in: worth asking systemd about.
    package var runningUnits: Set<UnitName> {
        Set(groups.compactMap { UnitName(controlGroup: $0.setting?.controlGroup ?? "") })
    }

    /// Services by their containers and units where they have any, otherwise by themselves: units first, then what was
    /// started by hand, oldest first, then containers.
    /// - Parameter units: those that its processes run in, and those whose files name the checkout.
    package func services(units: [UnitFacts] = [], containers: [ContainerFacts] = []) -> [FoundService] {
        var byUnit: [UnitName: [ProcessGroup]] = [:]
        var byHand: [FoundService] = []
        for group in groups where !isForeignContainer(group) {
            if let unit = unit(of: group, units) {
                byUnit[unit.name, default: []].append(group)
            } else {
                byHand.append(found(group))
            }
        }
        let managed = units.compactMap { unit in byUnit[unit.name].map { running(unit, $0) } ?? crashed(unit) }
        return ServiceNaming.unique(managed + byHand + services(of: containers))
    }

    /// Several containers of one service are restarted together. One that runs stands for them.
    private func services(of containers: [ContainerFacts]) -> [FoundService] {
        let own = containers.filter {
            isInside($0.directory) && !ContainerImages.isStore($0.image) && !$0.isFinishedJob
        }
        var seen: Set<String> = []
        return (own.filter(\.running) + own.filter { !$0.running })
            .filter { seen.insert("\($0.project)/\($0.service)").inserted }.map(found)
    }

    private func isInside(_ path: String) -> Bool { roots.contains { Paths.contains($0, path) } }

    /// A process of a container other than our own: its paths are its own too, and its manager is the container's.
    private func isForeignContainer(_ group: ProcessGroup) -> Bool {
        guard let container = ContainerName.of(group.setting?.controlGroup ?? "") else { return false }
        return container != view.setting(view.own).flatMap { ContainerName.of($0.controlGroup) }
    }

    /// The unit that a group is the service of. Sessions and supervisors are units as well, but what they host is not
    /// theirs to restart.
    private func unit(of group: ProcessGroup, _ units: [UnitFacts]) -> UnitFacts? {
        guard let name = UnitName(controlGroup: group.setting?.controlGroup ?? ""),
            let unit = units.first(where: { $0.name == name }), unit.loaded
        else { return nil }
        guard let main = unit.mainProcess else { return ProgramKinds.isHost(Program(unit.command)) ? nil : unit }
        if group.members.contains(where: { $0.identity.id == main }) { return unit }
        let program = view.processes.first { $0.identity.id == main }.map { Program($0.arguments) }
        return program.map(ProgramKinds.isHost) ?? true ? nil : unit
    }
}

extension ServiceRecognition {
    private func found(_ group: ProcessGroup) -> FoundService {
        let name = ServiceNaming(roots: roots).name(of: group, directory: view.directory)
        let supervisor = group.supervisor.flatMap { ProgramKinds.supervisorName(Program($0.arguments)) }
        let service = Service(name: ServiceName(name), port: ServicePorts.main(of: group), manager: .process)
        let command = Command(group.main.arguments).shellText
        let why = "process \(group.main.identity.id) (\(command)) \(place(group))\(listening(group.ports))"
        return FoundService(
            service: service, facts: facts(service, [group]), ports: group.ports, why: why, supervisor: supervisor)
    }

    private func running(_ unit: UnitFacts, _ groups: [ProcessGroup]) -> FoundService {
        let ports = Set(groups.flatMap(\.ports)).sorted()
        let service = unitService(unit, port: groups.lazy.compactMap(ServicePorts.main).first)
        let why = "systemd unit \(unit.name.text) runs \(place(groups[0]))\(listening(ports))"
        return FoundService(service: service, facts: facts(service, groups), ports: ports, why: why)
    }

    /// A unit of this checkout that does not run; others are not the platform's.
    private func crashed(_ unit: UnitFacts) -> FoundService? {
        let paths = [unit.workingDirectory].compactMap { $0 } + unit.command
        guard unit.loaded, let path = paths.first(where: isInside), unit.subState != "running" else { return nil }
        // A service that was never started, and one that a person has stopped, are not part of the emergency.
        guard unit.activeState == "failed" || unit.subState == "auto-restart" else { return nil }
        let service = unitService(unit, port: nil)
        let facts = ServiceFacts(service: service.name, manager: .systemd, processes: [], unit: unit.name.text)
        let why = "systemd unit \(unit.name.text) has \(path) and is \(unit.activeState) (\(unit.result))"
        return FoundService(service: service, facts: facts, ports: [], why: why)
    }

    private func unitService(_ unit: UnitFacts, port: Int?) -> Service {
        let name = ServiceNaming.clean(String(unit.name.unit.dropLast(".service".count)))
        return Service(name: ServiceName(name), port: port, manager: .systemd, unit: unit.name.text)
    }

    private func found(_ container: ContainerFacts) -> FoundService {
        let unit = "\(container.project)/\(container.service)"
        let name = ServiceName(ServiceNaming.clean(container.service))
        let service = Service(name: name, port: container.ports.first, manager: .compose, unit: unit)
        let main = view.processes.first { $0.identity.id == container.process && container.process > 0 }
        let facts = ServiceFacts(
            service: name, manager: .compose, processes: main.map { [$0.identity] } ?? [], unit: unit)
        let state = container.running ? "runs" : "has ended (\(container.exitCode))"
        let why = "Compose service \(container.service) of project \(container.project) \(state)"
        return FoundService(service: service, facts: facts, ports: container.ports, why: why)
    }

    private func facts(_ service: Service, _ groups: [ProcessGroup]) -> ServiceFacts {
        ServiceFacts(
            service: service.name, manager: service.manager, processes: groups.flatMap { $0.members.map(\.identity) },
            setting: groups.first?.setting, unit: service.unit)
    }

    private func place(_ group: ProcessGroup) -> String { "in \(group.directory ?? "the checkout")" }

    private func listening(_ ports: [Int]) -> String {
        guard !ports.isEmpty else { return "" }
        return ", on port \(ports.map { String($0) }.joined(separator: ", "))"
    }
}
