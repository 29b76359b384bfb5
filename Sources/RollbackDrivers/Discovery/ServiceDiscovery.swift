package import RollbackCore

/// Looks at this machine and says which services of a platform run on it.
package struct ServiceDiscovery: Sendable {
    private static let engines: Set<String> = [
        "dockerd", "docker-proxy", "podman", "conmon", "containerd-shim-runc-v2",
    ]
    private let table: any ProcessTable
    private let processes: any ProcessRunning
    private let roots: [String]
    private let process: Int32
    private let home: String?

    /// - Parameters:
    ///   - roots: the checkout's path, without symbolic links and, where that differs, as people write it.
    ///   - process: lastgood's own.
    ///   - home: of the caller, whose own systemd units are looked at too.
    package init(
        table: any ProcessTable, processes: any ProcessRunning, roots: [String], process: Int32, home: String? = nil
    ) {
        self.table = table
        self.processes = processes
        self.roots = roots
        self.process = process
        self.home = home
    }

    /// systemd and the container engine are asked only when something points to them, and what they do not answer
    /// is not there: services found by hand are restarted without them.
    /// - Throws: `Failure.file` when the machine's processes cannot be listed.
    package func services() async throws -> [FoundService] {
        let all = try table.processes()
        var view = MachineView(
            processes: all, listeners: try table.listeners(), directory: table.workingDirectory, setting: table.setting,
            own: process)
        view.units = await units(of: view)
        if all.contains(where: { Self.engines.contains(Program($0.arguments).name) }) {
            view.containers = await containers()
        }
        return ServiceRecognition(view, roots: roots).services()
    }

    private func units(of view: MachineView) async -> [UnitFacts] {
        let running = ProcessGroups(view, roots: roots).all().compactMap {
            UnitName(controlGroup: $0.setting?.controlGroup ?? "")
        }
        let files = UnitFiles(roots: roots)
        let own = FileFacts.own.user
        let names = files.systemUnits().union(home.map { files.userUnits(own, home: $0) } ?? []).union(running)
        var found: [UnitFacts] = []
        for (user, names) in Dictionary(grouping: names, by: \.user).sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
            let units = names.map(\.unit).sorted()
            let manager = Systemd(processes: processes, name: UnitName(unit: "", user: user))
            let result = try? await manager.run(SystemctlCommands.show(units, user: user), limit: .seconds(3))
            found += UnitFacts.units(in: result?.text ?? "", user: user)
        }
        return found
    }

    private func containers() async -> [ContainerFacts] {
        guard let choice = try? await ComposeProgram(processes: processes).choice() else { return [] }
        return (try? await ComposeEngine(processes: processes, program: choice.engine).containers()) ?? []
    }
}
