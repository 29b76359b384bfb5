import RollbackCore
import RollbackDrivers
import Synchronization
import Testing

struct ServiceFindTests {
    private let simulated = SimulatedMachine()

    private func found(_ service: Service) async throws -> [Int32] {
        try await ProcessServices(simulated.machine()).facts(of: service).processes.map(\.id)
    }

    @Test func whatIsRememberedAndRunsIsTheService() async throws {
        let main = simulated.add(100, ["anything"], in: "/elsewhere")
        simulated.add(101, parent: 100, ["child"])
        let facts = ServiceFacts(
            service: "web", manager: .process, processes: [main], setting: simulated.setting(of: 100))
        try simulated.remember(ServiceRecord(facts: facts))
        #expect(try await found(Service(name: "web")) == [100])
    }

    /// Nobody looks through all processes for each of a hundred services.
    @Test func manyAreFoundByOneLook() async throws {
        let services = (1...3).map { Service(name: ServiceName("s\($0)"), port: 8000 + $0) }
        for number in 1...3 { simulated.add(Int32(100 * number), ["python", "s.py"], ports: [8000 + number]) }
        let found = try ProcessServices(simulated.machine()).facts(of: services)
        #expect(found.map(\.processes).map { $0.map(\.id) } == [[100], [200], [300]])
        #expect(simulated.looks == 1)
    }

    @Test func whatWasFoundIsNotLookedForAgain() async throws {
        simulated.add(100, ["python", "s.py"], ports: [8000])
        let memory = FoundServices(simulated)
        var machine = simulated.machine()
        machine.memory = memory
        let (driver, web) = (ProcessServices(machine), Service(name: "web", port: 8000))
        memory.note(try driver.facts(of: [web]))
        let before = simulated.looks
        #expect(try await driver.facts(of: web).processes.map(\.id) == [100])
        #expect(simulated.looks == before)
        // What was started since takes its place.
        let other = simulated.add(200, ["python", "s.py"])
        try memory.remember(ServiceRecord(facts: ServiceFacts(service: "web", manager: .process, processes: [other])))
        #expect(try await driver.facts(of: web).processes.map(\.id) == [200])
    }

    @Test func whatWasFoundAndHasEndedIsLookedForAgain() async throws {
        let old = simulated.add(100, ["python", "s.py"], ports: [8000])
        let memory = FoundServices(simulated)
        memory.note([ServiceFacts(service: "web", manager: .process, processes: [old])])
        simulated.remove(100)
        simulated.add(300, ["python", "s.py"], ports: [8000])
        var machine = simulated.machine()
        machine.memory = memory
        #expect(
            try await ProcessServices(machine).facts(of: Service(name: "web", port: 8000)).processes.map(\.id) == [300])
    }

    @Test func byPortTheWholeTreeIsFound() async throws {
        simulated.add(100, ["python", "-m", "gunicorn", "app:app"])
        simulated.add(
            101, parent: 100, group: 100, session: 100, ["python", "-m", "gunicorn", "app:app"], ports: [8000])
        #expect(try await found(Service(name: "web", port: 8000)) == [100, 101])
    }

    @Test func theShellThatStartedItIsNotPartOfIt() async throws {
        simulated.add(50, ["-bash"])
        simulated.add(100, parent: 50, session: 50, ["node", "server.js"], ports: [8000])
        #expect(try await found(Service(name: "web", port: 8000)) == [100])
    }

    @Test func aStrangerOnThePortIsNotTheService() async throws {
        simulated.add(100, ["nginx"], in: "/", ports: [8000])
        #expect(try await found(Service(name: "web", port: 8000)) == [])
    }

    @Test(arguments: [
        ["gunicorn", "app:app"], ["/srv/app/venv/bin/gunicorn", "app:app"], ["bin/gunicorn", "app:app"],
    ])
    func byCommandLineBehindAnInterpreter(asked: [String]) async throws {
        simulated.add(100, ["/usr/bin/python3", "/srv/app/venv/bin/gunicorn", "app:app"])
        simulated.add(101, ["/usr/bin/python3", "/srv/app/venv/bin/gunicorn", "other:app"])
        let launch = LaunchSpecification(arguments: asked, directory: "/srv/app")
        #expect(try await found(Service(name: "web", launch: launch)) == [100])
    }

    @Test func theSameCommandElsewhereIsAnother() async throws {
        simulated.add(100, ["python", "worker.py"], in: "/srv/other")
        let launch = LaunchSpecification(arguments: ["python", "worker.py"], directory: "/srv/app")
        #expect(try await found(Service(name: "worker", launch: launch)) == [])
    }

    @Test func whatACrashedMainProcessLeftIsFound() async throws {
        let gone = ProcessIdentity(id: 100, startTicks: 100, boot: "boot")
        simulated.add(101, parent: 1, group: 100, session: 100, ["gunicorn worker"])
        try simulated.remember(ServiceRecord(facts: ServiceFacts(service: "web", manager: .process, processes: [gone])))
        #expect(try await found(Service(name: "web")) == [101])
    }

    @Test func whatCrashedIsRememberedAsItRan() async throws {
        let setting = try #require(simulated.add(100, ["python", "x.py"]).id == 100 ? simulated.setting(of: 100) : nil)
        let gone = ProcessIdentity(id: 77, startTicks: 77, boot: "boot")
        simulated.state.withLock { $0.processes = [:] }
        let facts = ServiceFacts(service: "web", manager: .process, processes: [gone], setting: setting)
        try simulated.remember(ServiceRecord(facts: facts))
        let now = try await ProcessServices(simulated.machine()).facts(of: Service(name: "web"))
        #expect(!now.ran)
        #expect(now.setting == setting)
    }
}
