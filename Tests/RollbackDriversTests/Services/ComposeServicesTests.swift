import RollbackCore
import RollbackDrivers
import Synchronization
import Testing

struct ComposeServicesTests {
    private static let id = String(repeating: "ab", count: 32)
    private static let list = "docker ps --all --quiet --no-trunc --filter label=com.docker.compose.service=web"
    private static let inspect = "docker inspect --type container -- \(id)"
    private static let compose = "docker compose --project-name app --project-directory /srv/app"

    private let helpers = ScriptedHelpers()
    private let simulated = SimulatedMachine()
    private let service = Service(name: "web", manager: .compose, unit: "app/web", limits: ServiceLimits(stop: 7.5))

    init() {
        helpers.answer("docker compose version", "v2")
        helpers.answer(Self.list, "\(Self.id)\n")
    }

    private var driver: ComposeServices {
        ComposeServices(
            processes: helpers, table: simulated, program: ComposeProgram(processes: helpers), checkout: "/srv/app")
    }

    private func inspected(running: Bool = true, mount: String = "/srv/app", project: String = "app") -> String {
        """
        [{"Id": "\(Self.id)", "Name": "/app-web-1", "Config": {"Image": "app-web", "Labels": {"com.docker.compose.project": "\(project)",
          "com.docker.compose.service": "web", "com.docker.compose.project.working_dir": "/srv/app",
          "com.docker.compose.project.config_files": "/srv/app/compose.yaml"}},
          "State": {"Running": \(running), "Pid": 100, "ExitCode": 3},
          "Mounts": [{"Type": "bind", "Source": "\(mount)"}, {"Type": "volume", "Source": "/srv/app"}],
          "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "81/tcp": null}}}]
        """
    }

    private var nothing: ServiceFacts { ServiceFacts(service: "web", manager: .compose, processes: []) }

    @Test func itsProcessesAreTheContainers() async throws {
        simulated.add(100, ["python", "server.py"])
        helpers.answer(Self.inspect, inspected())
        let facts = try await driver.facts(of: service)
        #expect(facts.processes.map(\.id) == [100])
        #expect(facts.unit == "app/web")
    }

    /// By the engine: the files of the release that is back may know no such service.
    @Test func stopLeavesTheServiceItsTime() async throws {
        helpers.answer(Self.inspect, inspected())
        helpers.answer(Self.inspect, inspected(running: false))
        helpers.answer("docker stop -t 8 app-web-1")
        try await driver.stop(service, nothing)
        #expect(helpers.asked.contains("docker stop -t 8 app-web-1"))
        try await driver.stop(service, nothing)
        #expect(helpers.asked.filter { $0.hasPrefix("docker stop") }.count == 1)
    }

    @Test func whatStillRunsWasNotStopped() async throws {
        helpers.answer(Self.inspect, inspected())
        helpers.answer("docker stop -t 8 app-web-1")
        await #expect(throws: Failure.wouldNotStop(service: "web", process: 100)) {
            try await driver.stop(service, nothing)
        }
    }

    /// Part of the code may be in the image also where part of it is mounted.
    @Test(arguments: [("/srv/app", false), ("/srv", false), ("/srv/app/src", true), ("/var/data", true)])
    func codeInTheImageIsBuilt(mount: String, built: Bool) async throws {
        helpers.answer(Self.inspect, inspected(mount: mount))
        helpers.answer("\(Self.compose) build web")
        helpers.answer("\(Self.compose) up --detach --no-deps web")
        _ = try await driver.start(service, like: nothing, EnvironmentChange())
        #expect(helpers.asked.contains("\(Self.compose) build web") == built)
        #expect(helpers.asked.contains("\(Self.compose) up --detach --no-deps web"))
    }

    /// With the program that is there, the project's own files, and a build where the step builds.
    @Test func aPersonTypesWhatTheStepDoes() async {
        helpers.answer(Self.inspect, inspected(mount: "/var/data"))
        #expect(
            await driver.restartCommands(for: service).map { Command($0.arguments).shellText } == [
                "\(Self.compose) build web", "docker stop -t 8 app-web-1",
                "\(Self.compose) up --detach --no-deps web",
            ])
    }

    @Test func aRebuildIsAnnounced() async throws {
        helpers.answer(Self.inspect, inspected(mount: "/var/data"))
        helpers.answer(Self.inspect, inspected())
        #expect(await driver.caution(for: service)?.contains("app-web") == true)
        #expect(await driver.caution(for: service) == nil)
    }

    @Test func anEndedContainerIsTrouble() async throws {
        helpers.answer(Self.inspect, inspected(running: false))
        helpers.answer("docker logs --tail 20 app-web-1", "one\ntwo\n")
        let trouble = await driver.trouble(service, nothing)
        #expect(trouble == .exitedAtStart(service: "web", status: 3, lastLines: ["one", "two"]))
    }

    @Test func theSameServiceOfAnotherProjectIsAnother() async throws {
        helpers.answer(Self.inspect, inspected(project: "other"))
        #expect(try await driver.facts(of: service).processes == [])
    }

    @Test func thePodmanThatIsThereIsUsed() async throws {
        let helpers = ScriptedHelpers()
        helpers.answer("docker compose version", status: 1)
        helpers.answer("podman compose version", "v1")
        helpers.answer(Self.list.replacing("docker ps", with: "podman ps"), "")
        let driver = ComposeServices(
            processes: helpers, table: simulated, program: ComposeProgram(processes: helpers), checkout: "/srv/app")
        #expect(try await driver.facts(of: service).processes == [])
    }

    /// The engine's proxy holds 8080 in any case.
    @Test func itIsTheContainerThatListens() async throws {
        helpers.answer(Self.inspect, inspected())
        #expect(try await driver.listens(service, behind: 8080) == nil)
        simulated.state.withLock { $0.inner[100] = [] }
        #expect(try await driver.listens(service, behind: 8080) == false)
        simulated.state.withLock { $0.inner[100] = [80] }
        #expect(try await driver.listens(service, behind: 8080) == true)
        #expect(try await driver.listens(service, behind: 9090) == nil)
    }

    @Test func withoutAnyThereIsAReason() async throws {
        let driver = ComposeServices(
            processes: ScriptedHelpers(), table: simulated, program: ComposeProgram(processes: ScriptedHelpers()),
            checkout: "/srv/app")
        let error = await #expect(throws: Failure.self) { try await driver.facts(of: service) }
        guard case .commandMissing("docker compose", _) = error else {
            Issue.record("not the expected failure")
            return
        }
    }
}
