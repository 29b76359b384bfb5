import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// A service is noted, restarted, and brought back as it was.
struct RestartTests {
    private let machine = SimulatedMachine()
    private let folder: ScratchFiles
    private let service = Service(name: "web", port: 8000, limits: ServiceLimits(ready: 2))

    init() throws {
        folder = try ScratchFiles()
        try folder.write("root/.env", Data("OLD=1\nKEY=bad\n".utf8))
        try FileManager.default.createDirectory(atPath: folder.path("run"), withIntermediateDirectories: true)
    }

    private var root: String { folder.path("root") }

    private var notes: ServiceNotes {
        let commit = Commit(id: "abc", subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let plan = Plan(level: .fast, root: root, current: "def", target: commit, stages: [], dependsOn: [:])
        return ServiceNotes(
            RunContext(run: RunID(1), plan: plan, directory: folder.path("run"), actor: "kim", reason: nil), "web")
    }

    private func steps(
        _ manager: ScriptedManager, of other: Service? = nil, liveness: [Check] = []
    ) -> (note: NoteService, restart: RestartService) {
        let service = other ?? self.service
        let runner = CheckRunner(
            effects: .failing(table: machine, clock: machine), services: [service],
            managers: ServiceManagers([manager]),
            git: nil, root: root, scope: CodeScope(prefix: ""), expected: CodeExpectation())
        return (
            NoteService(service: service, manager: manager, table: machine, notes: notes, root: root, clock: machine),
            RestartService(
                service: service, manager: manager, table: machine, notes: notes, root: root,
                readiness: Readiness(checks: runner, liveness: liveness, clock: machine))
        )
    }

    private func running(_ manager: ScriptedManager) async throws -> [Int32] {
        try await manager.facts(of: service).processes.map(\.id)
    }

    @Test func withTheNewEnvironmentOverTheOld() async throws {
        machine.add(10, ["uvicorn"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        let (note, restart) = steps(
            manager, liveness: [Check(name: "p", service: "web", probe: .port(8000), critical: true)])
        #expect(try await note.perform(.silent).ran)
        #expect(try await restart.observe().word == "not applied")
        try folder.write("root/.env", Data("KEY=good\n".utf8))
        let output = try await restart.perform(.silent)
        #expect(output.ready && output.process == 5001)
        #expect(manager.log == ["stop [10]", "start with KEY=good PATH=/bin"])
        #expect(try await restart.observe().word == "applied")
        try folder.write("root/.env", Data("OLD=1\nKEY=bad\n".utf8))
        for _ in 0..<2 { try await restart.undo(output, .silent) }
        for _ in 0..<2 { try await note.undo(nil, .silent) }
        #expect(try await running(manager) == [5002])
        #expect(manager.log.last == "start with OLD=1 PATH=/bin")
    }

    @Test func whatDidNotRunIsStartedAndStoppedAgain() async throws {
        let manager = machine.manager()
        let (note, restart) = steps(manager)
        #expect(try await !note.perform(.silent).ran)
        _ = try await restart.perform(.silent)
        #expect(try await running(manager) == [5001])
        try await restart.undo(nil, .silent)
        try await note.undo(nil, .silent)
        #expect(try await running(manager) == [])
    }

    @Test func whatWasNeverTouchedIsLeftAlone() async throws {
        machine.add(10, ["uvicorn"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        let (note, restart) = steps(manager)
        _ = try await note.perform(.silent)
        try await restart.undo(nil, .silent)
        try await note.undo(nil, .silent)
        #expect(try await running(manager) == [10])
        #expect(manager.log == [])
    }

    /// What cannot come back is not stopped, and the code is not touched for it.
    @Test func whatCannotBeStartedAgainIsRefusedBeforeAnythingIsDone() async throws {
        machine.add(10, ["gunicorn: master"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        manager.hinder(StartObstacle(why: "nobody knows how"))
        await #expect(throws: Failure.cannotStartAgain(service: "web", why: "nobody knows how")) {
            _ = try await steps(manager).note.perform(.silent)
        }
        var minor = service
        minor.critical = false
        let said = DetailCollection()
        _ = try await steps(manager, of: minor).note.perform(said.progress)
        #expect(said.words == ["web will not be restarted: nobody knows how"])
        #expect(manager.log == [] && machine.signals == [])
    }

    /// It loses nothing by the rollback; refusing would keep the good code from everything else.
    @Test func whatIsDownAndCannotBeStartedDoesNotKeepTheCodeBack() async throws {
        let manager = machine.manager()
        manager.hinder(StartObstacle(why: "nobody knows how"))
        let said = DetailCollection()
        #expect(try await !steps(manager).note.perform(said.progress).ran)
        #expect(said.words == ["web will not be started: nobody knows how"])
    }

    /// A missing program of the broken release may come with the target; if it does not, the service runs on.
    @Test func whatTheReleaseMayBringIsAskedAgainBeforeTheStop() async throws {
        machine.add(10, ["uvicorn"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        manager.hinder(StartObstacle(why: "there is no uvicorn", liesInRelease: true))
        let (note, restart) = steps(manager)
        _ = try await note.perform(.silent)
        let why = "there is no uvicorn (it still runs as before)"
        await #expect(throws: Failure.cannotStart(service: "web", why: why)) { _ = try await restart.perform(.silent) }
        #expect(try await running(manager) == [10] && manager.log == [])
        manager.hinder(nil)
        #expect(try await restart.perform(.silent).process == 5001)
    }

    /// An image that cannot be built keeps nobody's service down.
    @Test func whatCannotBePreparedRunsOn() async throws {
        machine.add(10, ["uvicorn"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        manager.failPreparing(.cannotStart(service: "web", why: "no room"))
        let (note, restart) = steps(manager)
        _ = try await note.perform(.silent)
        let why = "no room (it still runs as before)"
        await #expect(throws: Failure.cannotStart(service: "web", why: why)) { _ = try await restart.perform(.silent) }
        #expect(try await running(manager) == [10] && manager.log == [])
    }

    /// Killed after the start and before its note: the half-started one is stopped, not doubled.
    @Test func performedAgainAfterACrash() async throws {
        machine.add(10, ["uvicorn"], ports: [8000])
        machine.own("web", [10])
        let manager = machine.manager()
        let (note, restart) = steps(manager)
        _ = try await note.perform(.silent)
        try await manager.stop(service, manager.facts(of: service))
        _ = try await manager.start(service, like: manager.facts(of: service), EnvironmentChange())
        #expect(try await restart.observe().word == "not applied")
        _ = try await restart.perform(.silent)
        #expect(try await running(manager) == [5002])
        #expect(manager.log.suffix(2).first == "stop [5001]")
    }

    @Test func aServiceThatEndsSaysWhyAtOnce() async throws {
        let manager = machine.manager()
        let (note, restart) = steps(manager)
        _ = try await note.perform(.silent)
        let why = Failure.exitedAtStart(service: "web", status: 1, lastLines: ["boom"])
        manager.fail(why)
        await #expect(throws: why) { _ = try await restart.perform(.silent) }
        #expect(machine.now() == .zero)
    }

    @Test func aServiceThatNeverAnswersIsAWarning() async throws {
        let manager = machine.manager()
        let never = Check(name: "p", service: "web", probe: .port(1), critical: true)
        let (note, restart) = steps(manager, liveness: [never])
        _ = try await note.perform(.silent)
        let said = DetailCollection()
        #expect(try await !restart.perform(said.progress).ready)
        #expect(machine.now() >= .seconds(2) && said.words.last == "web runs, but did not answer well within 2.0 s")
    }

    /// Nobody can name its port beforehand: it is up when it listens again, and not after a moment of silence.
    @Test func aServiceOnARandomPortIsUpWhenItListens() async throws {
        let service = Service(name: "web", limits: ServiceLimits(ready: 2))
        machine.add(10, ["gradio"], ports: [41_000])
        machine.own("web", [10])
        let manager = machine.manager()
        let (note, restart) = steps(manager, of: service)
        _ = try await note.perform(.silent)
        #expect(try notes.read()?.listened == true)
        #expect(try await !restart.perform(.silent).ready && notes.isLate)
        manager.opens([41_001])
        #expect(try await restart.perform(.silent).ready && !notes.isLate)
    }

    /// What is asked of other services does not hold this one up.
    @Test func onlyItsOwnLivenessCounts() async throws {
        let manager = machine.manager()
        let others = Check(name: "p", service: "other", probe: .port(1), critical: true)
        let (note, restart) = steps(manager, liveness: [others])
        _ = try await note.perform(.silent)
        #expect(try await restart.perform(.silent).ready)
    }
}
