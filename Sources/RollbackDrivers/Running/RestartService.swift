import RollbackCore

/// Stops a service, starts it on the code that is in place now, and waits until it answers.
struct RestartService: Step {
    static let kind: StepKind = "service.restart"

    struct Output: Codable, Sendable {
        /// False: it runs, but did not answer as it should within its limit. Verification decides what that means.
        var ready: Bool
        var process: Int32?
    }

    let service: Service
    let manager: any ServiceManaging
    let table: any ProcessTable
    let notes: ServiceNotes
    let root: String
    let readiness: Readiness
    /// With release directories.
    var relocation: ServiceRelocation?

    /// What this run started and still runs need not be started again.
    func observe() async throws -> Observation<Output> {
        guard let started = try notes.readStarted(), let main = started.processes.first, table.runs(main) else {
            return .notApplied
        }
        let ready = try await becomesReady(started, try notes.read(), .silent)
        return .applied(Output(ready: ready, process: main.id))
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        let note = try notes.read()
        let now = try await running(note)
        let facts = known(note, now)
        let change = EnvironmentChange(
            old: note?.variables ?? [:], new: try EnvironmentFile.variables(of: service, facts, root: root))
        try await prepare(now, toStart: facts, change, progress)
        if now.ran {
            progress(.doing("stopping \(service.name)"))
            try await manager.stop(service, now)
        }
        progress(.doing("starting \(service.name)"))
        let started = try await manager.start(service, like: facts, change, progress)
        try Dispensable(progress).write("what was started for \(service.name)") { try notes.writeStarted(started) }
        let ready = try await becomesReady(started, note, progress)
        if !ready {
            progress(.warning("\(service.name) runs, but did not answer well within \(service.limits.ready) s"))
        }
        return Output(ready: ready, process: started.processes.first?.id)
    }

    /// - Throws: `Failure.cannotStart`, and the service runs on, when it could not be started again on this code.
    private func prepare(
        _ now: ServiceFacts, toStart facts: ServiceFacts, _ change: EnvironmentChange, _ progress: StepProgress
    ) async throws {
        guard now.ran else { return try await manager.prepare(service, like: facts, change, progress) }
        let stays = "(it still runs as before)"
        if let obstacle = await manager.startObstacle(service, like: facts, change) {
            throw Failure.cannotStart(service: service.name, why: "\(obstacle.why) \(stays)")
        }
        do {
            try await manager.prepare(service, like: facts, change, progress)
        } catch Failure.cannotStart(let name, let why) {
            throw Failure.cannotStart(service: name, why: "\(why) \(stays)")
        }
    }

    private func becomesReady(
        _ started: ServiceFacts, _ note: ServiceNote?, _ progress: StepProgress
    ) async throws -> Bool {
        let ready = try await readiness.wait(service, started, manager, listens: note?.listened ?? false)
        try Dispensable(progress).write("how long \(service.name) took") { try notes.writeLate(!ready) }
        return ready
    }

    /// How it is to run: as before; where it did not run then, as somebody has started it since.
    private func known(_ note: ServiceNote?, _ now: ServiceFacts) -> ServiceFacts {
        let facts = note.flatMap { $0.facts.ran || !now.ran ? $0.facts : nil } ?? now
        return relocation?.moved(facts) ?? facts
    }

    /// What was noted a moment ago, if it still runs; otherwise the service is looked for again.
    private func running(_ note: ServiceNote?) async throws -> ServiceFacts {
        if let facts = note?.facts, let main = facts.processes.first, table.runs(main) { return facts }
        return try await manager.facts(of: service)
    }

    /// Stops what this run started. Starting what ran before is `NoteService`'s, when the old code is back.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        let now = try await manager.facts(of: service)
        guard let main = now.processes.first else { return }
        if let noted = try notes.read()?.facts.processes.first, noted == main { return }
        progress(.doing("stopping \(service.name)"))
        try await manager.stop(service, now)
    }
}
