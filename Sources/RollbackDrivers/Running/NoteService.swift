import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Notes how a service runs, before anything is done to it. Taking it back brings the service back as it was: this is
/// the first thing of a service that is done and the last that is undone, when the old code is back in place.
struct NoteService: Step {
    static let kind: StepKind = "service.note"

    struct Output: Codable, Sendable {
        var ran: Bool
    }

    let service: Service
    let manager: any ServiceManaging
    let table: any ProcessTable
    let notes: ServiceNotes
    let root: String
    let clock: any TimeKeeping

    func perform(_ progress: StepProgress) async throws -> Output {
        let facts = try await manager.facts(of: service)
        try await refuseWhatCannotComeBack(facts, progress)
        let variables = try EnvironmentFile.variables(of: service, facts, root: root)
        let listened = try service.port == nil && table.listens(facts)
        try notes.write(ServiceNote(facts: facts, variables: variables, listened: listened))
        return Output(ran: facts.ran)
    }

    /// Asked while nothing has been done yet. What the target's own files may mend is asked again before the restart.
    /// A service that is down already loses nothing: the code goes back, and its start is left to a person.
    /// - Throws: `Failure.cannotStartAgain` for a critical service that runs.
    private func refuseWhatCannotComeBack(_ facts: ServiceFacts, _ progress: StepProgress) async throws {
        let obstacle = await manager.startObstacle(service, like: facts, EnvironmentChange())
        guard let obstacle, !obstacle.liesInRelease else { return }
        guard service.critical, facts.ran else {
            progress(.warning("\(service.name) will not be \(facts.ran ? "restarted" : "started"): \(obstacle.why)"))
            return
        }
        throw Failure.cannotStartAgain(service: service.name, why: obstacle.why)
    }

    /// A service that did not run stays stopped; one that was never touched still runs.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        guard let note = try notes.read(), let main = note.facts.processes.first else { return }
        if table.runs(main) { return }
        let now = try await manager.facts(of: service)
        if let started = now.processes.first, started == (try notes.readStarted())?.processes.first, table.runs(started)
        {
            return
        }
        progress(.doing("starting \(service.name) as it was"))
        let facts = try await manager.start(service, like: note.facts, EnvironmentChange(), progress)
        try Dispensable(progress).write("what was started for \(service.name)") { try notes.writeStarted(facts) }
        try await listens(facts, progress)
    }

    /// The starting state may be a broken one, so no health is asked for; but people who look right after an undo should
    /// find the service as it was, on its port.
    private func listens(_ facts: ServiceFacts, _ progress: StepProgress) async throws {
        guard let port = service.port else { return }
        let end = clock.now() + .seconds(service.limits.ready)
        while clock.now() < end {
            if try table.isListened(port) { return }
            if await manager.trouble(service, facts) != nil { break }
            try await clock.sleep(.milliseconds(20))
        }
        progress(.warning("\(service.name) was started as it was, and does not listen on port \(port)"))
    }
}
