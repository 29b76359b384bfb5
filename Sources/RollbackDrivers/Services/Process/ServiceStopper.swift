import Glibc
import RollbackCore

/// Ends everything of a service: TERM to each process, a wait, then KILL for the rest.
struct ServiceStopper {
    private static let tick = Duration.milliseconds(2)
    /// How long the kernel may take to end what was killed: a process in a disk wait ends after it.
    private static let afterKill = Duration.seconds(5)
    let machine: ServiceMachine

    /// - Throws: `Failure.wouldNotStop`, also, before any signal, for a service that lastgood itself runs in.
    func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        var signalled: Set<ProcessIdentity> = []
        let polite = machine.clock.now() + .seconds(service.limits.stop)
        while true {
            let families = ProcessFamilies(try machine.table.processes())
            let running = members(of: facts, families)
            if running.isEmpty { return }
            try refuseOwn(service, running, families)
            let late = machine.clock.now() >= polite
            for process in running where late || signalled.insert(process).inserted { send(late, to: process) }
            if late { return try await waitForKilled(service, facts, running) }
            try await wait(for: running, until: polite)
        }
    }

    /// Looked up anew each time: a main process that is going down may still start workers.
    private func members(of facts: ServiceFacts, _ families: ProcessFamilies) -> [ProcessIdentity] {
        let found = facts.processes.flatMap { families.members(of: $0) }.map(\.identity)
        return Set(found).sorted { ($0.startTicks, $0.id) < ($1.startTicks, $1.id) }
    }

    private func refuseOwn(_ service: Service, _ running: [ProcessIdentity], _ families: ProcessFamilies) throws {
        let own = families.chain(of: machine.process)
        if let process = running.first(where: { own.contains($0.id) }) {
            throw Failure.wouldNotStop(service: service.name, process: process.id)
        }
    }

    /// A stopped process gets no TERM until it continues.
    private func send(_ kill: Bool, to process: ProcessIdentity) {
        machine.launcher.signal(kill ? SIGKILL : SIGTERM, to: process)
        if !kill { machine.launcher.signal(SIGCONT, to: process) }
    }

    private func wait(for processes: [ProcessIdentity], until deadline: Duration) async throws {
        var left = processes
        while machine.clock.now() < deadline {
            left.removeAll { !machine.table.runs($0) }
            if left.isEmpty { return }
            try await machine.clock.sleep(Self.tick)
        }
    }

    private func waitForKilled(
        _ service: Service, _ facts: ServiceFacts, _ killed: [ProcessIdentity]
    ) async throws {
        let deadline = machine.clock.now() + Self.afterKill
        try await wait(for: killed, until: deadline)
        while let survivor = try members(of: facts, ProcessFamilies(machine.table.processes())).first {
            guard machine.clock.now() < deadline else {
                throw Failure.wouldNotStop(service: service.name, process: survivor.id)
            }
            send(true, to: survivor)
            try await machine.clock.sleep(Self.tick)
        }
    }
}
