import Glibc
import RollbackCore

/// Ends everything of a service: TERM, a wait, then KILL for whatever is left.
///
/// The main process is asked first, for a master (gunicorn, celery) ends its workers better than anyone else: asked
/// directly, they drop the work in their hands. Everyone else is asked as soon as it has ended, after half the time at
/// the latest, and at once behind a shell, which looks after nobody.
struct ServiceStopper {
    private static let tick = Duration.milliseconds(2)
    /// How long the kernel may take to end what was killed: a process in a disk wait ends after it.
    private static let afterKill = Duration.seconds(5)
    let machine: ServiceMachine

    /// - Throws: `Failure.wouldNotStop`, also, before any signal, for a service that lastgood itself runs in.
    func stop(_ service: Service, _ facts: ServiceFacts) async throws {
        var asked: Set<ProcessIdentity> = []
        var seen = Set(facts.processes)
        let begun = machine.clock.now()
        let limit = Duration.seconds(service.limits.stop)
        while machine.clock.now() < begun + limit {
            let running = try members(of: service, &seen)
            if running.isEmpty { return }
            let patient = machine.clock.now() < begun + limit / 2
            let master = patient ? running.first { isMaster($0, facts) } : nil
            let turn = (master.map { [$0] } ?? running).map(\.identity)
            for process in turn where asked.insert(process).inserted { ask(process) }
            try await wait(for: turn, until: master == nil ? begun + limit : begun + limit / 2)
        }
        try await kill(service, &seen)
    }

    /// Looked up anew each time: a main process that is going down may still start workers.
    /// - Parameter seen: everyone who was ever a member. A child whose parent has ended is nobody's child any more, and
    ///   belongs to the service all the same.
    /// - Throws: `Failure.wouldNotStop` when lastgood itself, or what it runs in, is among them.
    private func members(of service: Service, _ seen: inout Set<ProcessIdentity>) throws -> [ProcessDescription] {
        let families = ProcessFamilies(try machine.table.processes())
        let members = Set(seen.flatMap { families.members(of: $0) })
            .sorted { ($0.identity.startTicks, $0.identity.id) < ($1.identity.startTicks, $1.identity.id) }
        let own = families.chain(of: machine.process)
        if let process = members.first(where: { own.contains($0.identity.id) }) {
            throw Failure.wouldNotStop(service: service.name, process: process.identity.id)
        }
        seen.formUnion(members.map(\.identity))
        return members
    }

    private func isMaster(_ process: ProcessDescription, _ facts: ServiceFacts) -> Bool {
        process.identity == facts.processes.first && !ProgramKinds.shells.contains(Program(process.arguments).name)
    }

    /// A stopped process gets no TERM until it continues.
    private func ask(_ process: ProcessIdentity) {
        machine.launcher.signal(SIGTERM, to: process)
        machine.launcher.signal(SIGCONT, to: process)
    }

    private func wait(for processes: [ProcessIdentity], until deadline: Duration) async throws {
        var left = processes
        while machine.clock.now() < deadline {
            left.removeAll { !machine.table.runs($0) }
            if left.isEmpty { return }
            try await machine.clock.sleep(Self.tick)
        }
    }

    private func kill(_ service: Service, _ seen: inout Set<ProcessIdentity>) async throws {
        let deadline = machine.clock.now() + Self.afterKill
        while true {
            let running = try members(of: service, &seen)
            guard let survivor = running.first else { return }
            guard machine.clock.now() < deadline else {
                throw Failure.wouldNotStop(service: service.name, process: survivor.identity.id)
            }
            for process in running { machine.launcher.signal(SIGKILL, to: process.identity) }
            try await wait(for: running.map(\.identity), until: min(deadline, machine.clock.now() + .seconds(1)))
        }
    }
}
