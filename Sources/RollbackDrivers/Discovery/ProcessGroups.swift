import RollbackCore

/// A main process at home in the checkout, and all that belongs to it.
struct ProcessGroup {
    var main: ProcessDescription
    /// The main process first.
    var members: [ProcessDescription]
    var ports: [Int]
    /// The main process's; nil when it may not be looked at.
    var setting: ProcessSetting?
    var directory: String?
    var supervisor: ProcessDescription?
}

/// Picks out of all processes those of the platform, and groups them to their main processes.
struct ProcessGroups {
    private let view: MachineView
    private let roots: [String]
    private let families: ProcessFamilies
    private let protected: Set<Int32>
    private let ownArguments: [String]?

    init(_ view: MachineView, roots: [String]) {
        self.view = view
        self.roots = roots
        families = ProcessFamilies(view.processes)
        protected = families.chain(of: view.own)
        ownArguments = families.byID[view.own]?.arguments
    }

    /// The groups, oldest first.
    func all() throws -> [ProcessGroup] {
        let candidates = view.processes.filter(isCandidate)
        let known = Set(candidates.map(\.identity.id))
        let tops = Set(candidates.map { families.top(of: $0) { known.contains($0.identity.id) } })
        let groups = tops.sorted { ($0.identity.startTicks, $0.identity.id) < ($1.identity.startTicks, $1.identity.id) }
            .map(group)
        let wholes = groups.filter { group in !isPart(group, of: groups) }
        return try withPorts(wholes).filter(isService)
    }

    private func withPorts(_ groups: [ProcessGroup]) throws -> [ProcessGroup] {
        let members = Set(groups.flatMap { $0.members.map(\.identity.id) })
        let listeners = members.isEmpty ? [] : try view.listeners(members)
        return groups.map { group in
            var group = group
            let own = Set(group.members.map(\.identity.id))
            group.ports = listeners.filter { !own.isDisjoint(with: $0.processes) }.map(\.port).sorted()
            return group
        }
    }

    private func isCandidate(_ process: ProcessDescription) -> Bool {
        guard !process.ended, !process.arguments.isEmpty, !protected.contains(process.identity.id),
            process.arguments != ownArguments, ProcessRole(process.arguments) == .candidate
        else { return false }
        return home(of: process) != nil
            && !families.ancestors(of: process.identity.id).contains {
                Self.isTimer($0.arguments) || isContained(by: $0)
            }
    }

    /// What runs in a container is the container's, whatever its folder is called in there. lastgood may run in one too.
    private func isContained(by ancestor: ProcessDescription) -> Bool {
        ProgramKinds.isContainerHost(Program(ancestor.arguments)) && !protected.contains(ancestor.identity.id)
    }

    private func home(of process: ProcessDescription) -> ProcessHome? {
        ProcessHome(process, directory: view.directory(process.identity.id), roots: roots)
    }

    private static func isTimer(_ arguments: [String]) -> Bool {
        ["cron", "crond", "atd", "anacron"].contains(Program(arguments).name)
    }

    private func group(_ main: ProcessDescription) -> ProcessGroup {
        let members = families.members(of: main.identity).filter { !protected.contains($0.identity.id) }
        return ProcessGroup(
            main: main, members: members, ports: [],
            setting: view.setting(main.identity.id), directory: view.directory(main.identity.id),
            supervisor: families.supervisor(of: main))
    }

    /// A helper whose parent has gone is still in its service's session.
    private func isPart(_ group: ProcessGroup, of groups: [ProcessGroup]) -> Bool {
        groups.contains { other in other.main != group.main && other.members.contains(group.main) }
    }

    /// What listens is a service. What does not is a worker or a scheduler, unless somebody is at it: in a terminal, or
    /// over a connection that waits for its end.
    private func isService(_ group: ProcessGroup) -> Bool {
        if !group.ports.isEmpty { return true }
        return !isOfOwnPipeline(group.main) && !group.main.foreground && !isRemoteCommand(group.main)
            && group.members.contains(where: isWork)
    }

    private func isRemoteCommand(_ process: ProcessDescription) -> Bool {
        process.terminal == 0
            && families.ancestors(of: process.identity.id).contains { ProgramKinds.isRemoteHost(Program($0.arguments)) }
    }

    /// `lastgood status | python3 filter.py`. A shell without job control gives all that it starts the same process group,
    /// workers of a start script too; but those are there before, the members of a pipeline are not.
    private func isOfOwnPipeline(_ process: ProcessDescription) -> Bool {
        guard let own = families.byID[view.own], process.group == own.group else { return false }
        return process.identity.startTicks + Self.pipelineTicks >= own.identity.startTicks
    }

    /// 0.2 s, at 100 ticks a second: a busy machine's shell takes its time between two members of a pipeline.
    private static let pipelineTicks: UInt64 = 20

    /// Not `sh -c …` and `npm run …` alone: what they run at this moment is the work, or there is none.
    private func isWork(_ process: ProcessDescription) -> Bool {
        let program = Program(process.arguments)
        guard home(of: process) == .own, ProcessRole(process.arguments) == .candidate else { return false }
        if ProgramKinds.shells.contains(program.name) { return program.rest.first.map { !$0.hasPrefix("-") } ?? false }
        return !ProgramKinds.isWrapper(program)
    }
}
