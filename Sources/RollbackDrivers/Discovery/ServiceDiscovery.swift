package import RollbackCore
import RollbackFiles

/// Looks at this machine and says which services of a platform run on it.
package struct ServiceDiscovery: Sendable {
    private static let engines: Set<String> = ["dockerd", "docker-proxy", "podman"]
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
        let view = MachineView(
            processes: all, listeners: table.listeners(of:), directory: table.workingDirectory, setting: table.setting,
            own: process)
        let recognition = try ServiceRecognition(view, roots: roots)
        let units = await units(recognition.runningUnits)
        return recognition.services(units: units, containers: isContained(all) ? await containers() : [])
    }

    /// Podman leaves nothing behind that runs when all of a platform's containers have ended.
    private func isContained(_ all: [ProcessDescription]) -> Bool {
        let engine = all.map { Program($0.arguments) }
            .contains { Self.engines.contains($0.name) || ProgramKinds.isContainerHost($0) }
        return engine
            || roots.contains { root in
                ComposePlace.names.contains { FileCall.facts("\(root)/\($0)") != nil }
            }
    }

    private func units(_ running: Set<UnitName>) async -> [UnitFacts] {
        let files = UnitFiles(roots: roots)
        let own = FileFacts.own.user
        let names = files.systemUnits().union(home.map { files.userUnits(own, home: $0) } ?? []).union(running)
        var found: [UnitFacts] = []
        for (user, names) in Dictionary(grouping: names, by: \.user).sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
            let manager = Systemd(processes: processes, name: UnitName(unit: "", user: user))
            let show = SystemctlCommands.show(names.map(\.unit).sorted(), user: user)
            let result = try? await manager.run(show, limit: .seconds(3))
            found += UnitFacts.units(in: result?.text ?? "", user: user)
        }
        return found
    }

    private func containers() async -> [ContainerFacts] {
        guard let choice = try? await ComposeProgram(processes: processes).choice() else { return [] }
        return (try? await ComposeEngine(processes: processes, program: choice.engine).containers()) ?? []
    }
}
