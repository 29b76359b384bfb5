import RollbackCore

/// Waits until a service answers, by asking it, never by waiting a fixed time.
struct Readiness: Sendable {
    let checks: CheckRunner
    let liveness: [Check]
    let clock: any TimeKeeping

    /// Between two questions: short beside what the start has taken so far, and never a burden to the service.
    private static func pause(after elapsed: Duration) -> Duration {
        min(max(elapsed / 20, .milliseconds(2)), .milliseconds(50))
    }

    /// A service without any probe counts as up when it has lived this long.
    private static let settled = Duration.milliseconds(250)

    /// - Parameter listens: it is up when it listens on some port, where no probe says more.
    /// - Returns: false when the limit passed first.
    /// - Throws: why the service ended, as soon as it does.
    func wait(
        _ service: Service, _ facts: ServiceFacts, _ manager: any ServiceManaging, listens: Bool = false
    ) async throws -> Bool {
        let began = clock.now()
        let limit = Duration.seconds(service.limits.ready)
        let mine = liveness.filter { $0.service == service.name && $0.probe != .process }
        while true {
            if let trouble = await manager.trouble(service, facts) { throw trouble }
            let up =
                switch (mine.isEmpty, listens) {
                case (false, _): await allHealthy(mine)
                case (true, true): try checks.effects.table.listens(facts)
                case (true, false): clock.now() - began >= Self.settled
                }
            if up {
                // The answer must not come from a process that is just about to end.
                if let trouble = await manager.trouble(service, facts) { throw trouble }
                return true
            }
            let elapsed = clock.now() - began
            if elapsed >= limit { return false }
            try await clock.sleep(Self.pause(after: elapsed))
        }
    }

    private func allHealthy(_ checks: [Check]) async -> Bool {
        for check in checks {
            guard await self.checks.run(check).verdict == .healthy else { return false }
        }
        return true
    }
}

extension ProcessTable {
    /// Whether any process of a service listens on a port, whichever.
    func listens(_ facts: ServiceFacts) throws -> Bool {
        guard facts.ran else { return false }
        let families = ProcessFamilies(try processes())
        let members = Set(facts.processes.flatMap(families.members).map(\.identity.id))
        return try !listeners(of: members).isEmpty
    }
}
