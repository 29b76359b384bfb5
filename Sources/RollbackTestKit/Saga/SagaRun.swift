package import RollbackCore
package import RollbackEngine

/// One run of a plan in a world, over any number of lives: each life replays what the one before has written.
package final class SagaRun {
    package let world: World
    package private(set) var journal: [JournalEntry]

    package init(_ world: World, _ journal: [JournalEntry] = []) {
        self.world = world
        self.journal = journal
    }

    package enum Wish: String, Sendable, CaseIterable {
        case resume, undo
    }

    /// Lives once, until the run has ended for now.
    /// - Parameter fault: where this life ends before.
    /// - Throws: what the replay or the journal throws.
    @discardableResult
    package func live(
        _ wish: Wish = .resume, _ fault: JournalFault? = nil, failAt: Int? = nil, events: EventHub? = nil,
        interrupted: @escaping @Sendable () -> Bool = { false }, pace: (any Pacing)? = nil
    ) async throws -> RunEnd {
        world.power.restore()
        let memory = MemoryJournal(journal, power: world.power, failAt: failAt)
        defer { journal = memory.entries }
        let recorder = RunRecorder(state: try RunState(journal), journal: crashing(memory, fault))
        if journal.isEmpty { try await recorder.record(.began(Self.header(world.plan))) }
        let clock = ManualClock()
        let executor = Executor(
            plan: world.plan, steps: world.steps(), recorder: recorder,
            events: events ?? EventHub(clock: clock, sinks: []), clock: clock, interrupted: interrupted, pace: pace)
        return wish == .resume ? try await executor.run() : try await executor.undo(why: "asked for")
    }

    /// The same run in the same world once more, to try another way on from here.
    package func copy() -> SagaRun { SagaRun(world.copy(), journal) }

    package func state() throws -> RunState { try RunState(journal) }

    private func crashing(_ memory: MemoryJournal, _ fault: JournalFault?) -> any Journaling {
        guard let fault else { return memory }
        let power = world.power
        return CrashingJournal(memory, fault) {
            power.cut()
            throw Failure.journalPoisoned(path: "memory")
        }
    }

    private static func header(_ plan: Plan) -> RunHeader {
        RunHeader(
            run: RunID(1), plan: plan, digest: "d1", actor: "ada", reason: nil, host: "web-1",
            version: "0")
    }
}
