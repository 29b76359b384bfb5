import RollbackCore

/// Why a service that was started does not run.
struct StartTrouble {
    /// What `Failure.exitedAtStart` says when nobody collected the status.
    static let unknownStatus: Int32 = -1
    let machine: ServiceMachine

    func of(_ service: Service, _ facts: ServiceFacts) -> Failure? {
        guard let main = facts.processes.first else {
            return .cannotStart(service: service.name, why: "no process of it is known")
        }
        if machine.table.runs(main) { return nil }
        let status = machine.launcher.exitStatus(of: main)
        if status == 0, wentToBackground(service, main) { return nil }
        return .exitedAtStart(
            service: service.name, status: status ?? Self.unknownStatus, lastLines: lines(service, facts))
    }

    /// A start command that ends well and leaves the service behind it: `gunicorn --daemon`.
    private func wentToBackground(_ service: Service, _ main: ProcessIdentity) -> Bool {
        guard let look = try? MachineLook(machine.table) else { return false }
        if !look.families.members(of: main).isEmpty { return true }
        let found = try? ServiceFinder(machine: machine).main(of: service, nil, look)
        return found != nil
    }

    /// Of this start only; what it said on standard error first of all.
    private func lines(_ service: Service, _ facts: ServiceFacts) -> [String] {
        let logs = (try? machine.memory.recall(service.name))?.logs ?? []
        let errors = logs.filter { $0.file == facts.setting?.errorFile }
        for log in errors + logs {
            let lines = LogTail.lines(of: log.file, count: 20, since: log.offset)
            if !lines.isEmpty { return lines }
        }
        return []
    }
}
