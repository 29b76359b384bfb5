import FoundationEssentials
import Glibc
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackEngine
import RollbackStore
import RollbackSystem

/// Puts a run together: journal, steps, events, executor.
struct RunAssembly: Sendable {
    let platform: Platform
    let hub: EventHub
    let interruption: Interruption
    /// Of a run by hand.
    var pace: (any Pacing)?

    /// Begins a new run of a plan. The caller holds the lock.
    func begin(
        _ plan: Plan, _ digest: PlanDigest, run: RunID, folder: String, journal: any Journaling, actor: String,
        reason: String?
    ) async throws -> Executor {
        let header = RunHeader(
            run: run, plan: plan, digest: digest, actor: actor, reason: reason, host: platform.machine.host.hostName,
            version: Version.text)
        let recorder = RunRecorder(journal: journal)
        try await recorder.record(.began(header))
        hub.emit(.runBegan(header))
        // The plan was made under the lock a moment ago.
        return try executor(header, recorder, folder, looked: platform.effects.clock.now())
    }

    /// Goes on with a run from its journal.
    func reopen(_ stored: StoredRun, _ direction: Direction) async throws -> Executor {
        let clock = platform.effects.clock
        let file = try JournalFile.reopen(
            platform.state.journalPath(stored.run), stored.contents, wallTime: { clock.wallTime() })
        let recorder = RunRecorder(state: stored.state, journal: try Self.withFaults(file))
        hub.emit(.runResumed(stored.header, direction))
        return try executor(stored.header, recorder, platform.state.runPath(stored.run))
    }

    private func executor(
        _ header: RunHeader, _ recorder: RunRecorder, _ folder: String, looked: Duration? = nil
    ) throws -> Executor {
        let context = RunContext(
            run: header.run, plan: header.plan, directory: folder, actor: header.actor, reason: header.reason)
        var access = platform.access
        access.services = try ServicePlanning.services(of: header.plan)
        let drivers = AllDrivers(access, looked: looked)
        let databases = PlatformDatabases(platform).steps
        var steps: [StepName: AnyStep] = [:]
        for planned in header.plan.steps {
            let made = try drivers.step(for: planned, in: context) ?? databases.step(for: planned, in: context)
            guard let step = made else {
                throw Failure.unknownStepKind(planned.kind)
            }
            steps[planned.name] = step
        }
        return Executor(
            plan: header.plan, steps: steps, recorder: recorder, events: hub, clock: platform.effects.clock,
            words: ErrorWords { [words = platform.effects.words, mask = platform.access.mask] in mask(words($0)) },
            interrupted: { interruption.isAsked }, pace: pace)
    }

    /// Faults on purpose, for the crash proof (docs/architecture.md, "Faults").
    static func withFaults(_ journal: any Journaling) throws -> any Journaling {
        guard let text = CallerEnvironment.current()["LASTGOOD_FAULT"] else { return journal }
        guard let fault = JournalFault(text: text) else {
            throw Failure.usage("LASTGOOD_FAULT=\(text) is no fault", next: "unset LASTGOOD_FAULT")
        }
        return CrashingJournal(journal, fault) { kill(getpid(), SIGKILL) }
    }
}
