import Foundation
import RollbackCore
import RollbackDrivers
import Synchronization
import Testing

/// Services that supervisord starts again when they end.
struct SupervisedRestartTests {
    private let simulated = SimulatedMachine()
    private let helpers = ScriptedHelpers()
    private let service = Service(name: "web")
    private static let start = "supervisorctl --serverurl unix:///s.sock start shop:web"

    init() {
        simulated.add(10, ["/usr/bin/python3", "/usr/bin/supervisord", "-n"], in: "/")
        supervised(100)
    }

    private func supervised(_ id: Int32) {
        simulated.add(id, parent: 10, ["sh", "x.sh"])
        simulated.state.withLock { state in
            let own = [
                "SUPERVISOR_PROCESS_NAME": "web", "SUPERVISOR_GROUP_NAME": "shop",
                "SUPERVISOR_SERVER_URL": "unix:///s.sock", "TOKEN": "secret",
            ]
            state.processes[id]?.setting?.environment.merge(own) { $1 }
        }
    }

    private var driver: ProcessServices { ProcessServices(simulated.machine(processes: helpers)) }

    private func noted() async throws -> ServiceFacts {
        let main = ProcessIdentity(id: 100, startTicks: 100, boot: "boot")
        try simulated.remember(
            ServiceRecord(
                facts: ServiceFacts(
                    service: "web", manager: .process, processes: [main], setting: simulated.setting(of: 100))))
        return try await driver.facts(of: service)
    }

    private func restart(_ facts: ServiceFacts) async throws -> ServiceFacts {
        try await driver.stop(service, facts)
        return try await driver.start(service, like: facts, EnvironmentChange())
    }

    @Test func itsSupervisorIsNoted() async throws {
        #expect(try await noted().supervisor == "/usr/bin/supervisord")
    }

    /// supervisord looks about once a second: lastgood waits for it and starts nothing itself.
    @Test func theSupervisorIsWaitedFor() async throws {
        supervised(101)
        simulated.revive(101, after: .milliseconds(900))
        let started = try await restart(noted())
        #expect(started.processes.map(\.id) == [101] && started.supervisor == "/usr/bin/supervisord")
        #expect(simulated.signals == ["TERM 100"] && simulated.launches.isEmpty && helpers.asked.isEmpty)
        #expect(try simulated.recall("web")?.facts == started)
    }

    /// What runs again before the start may have begun on unknown code.
    @Test func whatBeganTooEarlyIsEndedOnceMore() async throws {
        let facts = try await noted()
        try await driver.stop(service, facts)
        supervised(101)
        supervised(102)
        simulated.revive(102)
        let started = try await driver.start(service, like: facts, EnvironmentChange())
        #expect(started.processes.map(\.id) == [102])
        #expect(simulated.signals == ["TERM 100", "TERM 101"] && simulated.launches.isEmpty)
    }

    /// By itself supervisord does not start again what ended well.
    @Test func aSupervisorThatDoesNotIsTold() async throws {
        supervised(101)
        simulated.revive(101, after: .seconds(3600))
        helpers.answer(Self.start) { simulated.reviveNow() }
        let started = try await restart(noted())
        #expect(started.processes.map(\.id) == [101] && simulated.launches.isEmpty)
    }

    @Test func aSupervisorThatRefusesIsNamedWithTheLineToType() async throws {
        helpers.answer(Self.start, status: 1)
        let facts = try await noted()
        let why = "supervisord did not start it again: \(Self.start)"
        await #expect(throws: Failure.cannotStart(service: "web", why: why)) { try await restart(facts) }
        #expect(simulated.launches.isEmpty && simulated.now() < .seconds(15))
    }

    @Test func itsOwnControlProgramIsUsedWhereItIsInNobodysPath() async throws {
        let folder = try ScratchFiles()
        try folder.write("supervisorctl", Data())
        chmod(folder.path("supervisorctl"), 0o755)
        simulated.add(10, ["python3", folder.path("supervisord")], in: "/")
        _ = try await noted()
        #expect(await driver.restartCommands(for: service).first?.arguments.first == folder.path("supervisorctl"))
    }

    @Test func aPersonTellsTheSupervisorToo() async throws {
        _ = try await noted()
        let commands = await driver.restartCommands(for: service).map(\.shellText)
        #expect(commands == [Self.start.replacing(" start ", with: " restart ")])
    }
}
