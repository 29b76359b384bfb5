package import RollbackCore

/// The driver for services that are systemd units, of the system or of a user.
///
/// A unit gets its environment from its own files: `EnvironmentFile=` is read again at each start, so that an
/// `EnvironmentChange` takes effect through the file on disk, and what `Environment=` sets is the unit's business.
package struct SystemdServices: ServiceManaging {
    package static let kind = ServiceManagerKind.systemd
    private let processes: any ProcessRunning
    private let table: any ProcessTable
    /// Whom lastgood runs as.
    private let user: UInt32

    package init(processes: any ProcessRunning, table: any ProcessTable, user: UInt32? = nil) {
        self.processes = processes
        self.table = table
        self.user = user ?? FileFacts.own.user
    }

    package func facts(of service: Service) async throws -> ServiceFacts {
        let systemd = systemd(service)
        let unit = try await systemd.facts()
        let main = unit?.mainProcess.flatMap { table.describe($0) }
        let members = try main.map { try ProcessFamilies(table.processes()).members(of: $0.identity) } ?? []
        return ServiceFacts(
            service: service.name, manager: .systemd, processes: members.map(\.identity),
            setting: main.flatMap { table.setting(of: $0.identity.id) }, unit: systemd.name.text)
    }

    /// systemd kills by itself after the unit's `TimeoutStopSec`; the service's own limit may be shorter.
    package func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        let systemd = systemd(service)
        do {
            try await systemd.require(systemd.commands.stop, limit: .seconds(service.limits.stop))
        } catch Failure.timeLimit {
            try await systemd.require(systemd.commands.kill)
            try await systemd.require(systemd.commands.stop, limit: .seconds(10))
        }
        if let survivor = facts.processes.first, table.runs(survivor) {
            throw Failure.wouldNotStop(service: service.name, process: survivor.id)
        }
    }

    package func start(
        _ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws -> ServiceFacts {
        let systemd = systemd(service)
        let before = try await systemd.facts()
        // A rollback may have brought back other unit files, and crashes may have used up the allowed starts.
        if before?.needsReload ?? false { try await systemd.require(systemd.commands.reload) }
        if before?.activeState == "failed" { try await systemd.require(systemd.commands.resetFailed) }
        do {
            try await systemd.require(systemd.commands.start, limit: .seconds(service.limits.ready))
        } catch Failure.commandFailed(_, _, let said) {
            throw Failure.cannotStart(
                service: service.name, why: said.split(separator: "\n").first.map(String.init) ?? "")
        }
        return try await self.facts(of: service)
    }

    /// Who is not root may manage a unit where the administrator allows it: only asking tells.
    package func startObstacle(_ service: Service, like facts: ServiceFacts, _ change: EnvironmentChange) async
        -> StartObstacle?
    {
        let systemd = systemd(service)
        if let manager = systemd.name.user, user != 0, user != manager {
            return StartObstacle(why: "its unit belongs to the manager of user \(manager): use sudo")
        }
        guard let unit = try? await systemd.facts() else {
            return StartObstacle(why: "systemd does not know the unit \(systemd.name.text)")
        }
        guard user != 0, systemd.name.user == nil, let question = systemd.commands.permission(unit),
            let answer = try? await systemd.run(question), !answer.succeeded
        else { return nil }
        let said = answer.errorText.split(separator: "\n").first.map { " (\($0))" } ?? ""
        return StartObstacle(
            why: "systemd does not let user \(user) start and stop \(systemd.name.text)\(said): use sudo")
    }

    package func trouble(_ service: Service, _ facts: ServiceFacts) async -> Failure? {
        let systemd = systemd(service)
        guard let unit = try? await systemd.facts() else {
            return .cannotStart(service: service.name, why: "systemd does not know the unit \(systemd.name.text)")
        }
        let restarted = facts.processes.first.map { !table.runs($0) } ?? false
        switch unit.activeState {
        case "active", "reloading": if !restarted { return nil }
        case "activating": if unit.subState != "auto-restart" { return nil }
        default: break
        }
        let lines = await lines(systemd, count: 20, invocation: unit.invocation)
        return .exitedAtStart(service: service.name, status: unit.exitStatus, lastLines: lines)
    }

    package func lastLines(_ service: Service, count: Int) async -> [String] {
        await lines(systemd(service), count: count, invocation: nil)
    }

    package func restartCommands(for service: Service) async -> [Command] { [systemd(service).commands.restart] }

    private func systemd(_ service: Service) -> Systemd {
        Systemd(processes: processes, name: UnitName(text: service.unit ?? service.name.rawValue))
    }

    private func lines(_ systemd: Systemd, count: Int, invocation: String?) async -> [String] {
        let result = try? await systemd.run(systemd.commands.journal(lines: count, invocation: invocation))
        return (result?.text ?? "").split(whereSeparator: \.isNewline).map(String.init)
    }
}
