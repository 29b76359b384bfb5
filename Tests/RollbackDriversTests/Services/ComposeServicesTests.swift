import RollbackCore
import RollbackDrivers
import Testing

struct ComposeServicesTests {
    private static let id = String(repeating: "ab", count: 32)
    private static let list = "docker ps --all --quiet --no-trunc --filter label=com.docker.compose.service=web"
    private static let inspect = "docker inspect --type container -- \(id)"
    private static let compose =
        "docker compose --project-name app --project-directory /srv/app --file /srv/app/compose.yaml"

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
        [{"Id": "\(Self.id)", "Config": {"Image": "app-web", "Labels": {"com.docker.compose.project": "\(project)",
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

    @Test func stopLeavesTheServiceItsTime() async throws {
        helpers.answer(Self.inspect, inspected())
        helpers.answer("\(Self.compose) stop --timeout 8 web")
        try await driver.stop(service, nothing)
        #expect(helpers.asked.last == "\(Self.compose) stop --timeout 8 web")
    }

    @Test(arguments: [
        ("/srv/app", [:], "start web"), ("/srv", [:], "start web"), ("/srv/app/src", [:], "start web"),
        ("/srv/app", ["A": "1"], "up --detach --no-deps web"),
        ("/var/data", [:], "up --detach --no-deps --build web"),
    ])
    func codeInTheImageIsBuilt(mount: String, new: [String: String], words: String) async throws {
        helpers.answer(Self.inspect, inspected(mount: mount))
        helpers.answer("\(Self.compose) \(words)")
        _ = try await driver.start(service, like: nothing, EnvironmentChange(new: new))
        #expect(helpers.asked.contains("\(Self.compose) \(words)"))
    }

    /// With the program that is there, the project's own files, and a build where the step builds.
    @Test func aPersonTypesWhatTheStepDoes() async {
        helpers.answer(Self.inspect, inspected(mount: "/var/data"))
        #expect(
            await driver.restartCommands(for: service).map { Command($0.arguments).shellText } == [
                "\(Self.compose) stop --timeout 8 web", "\(Self.compose) up --detach --no-deps --build web",
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
        helpers.answer("\(Self.compose) logs --no-color --no-log-prefix --tail 20 web", "one\ntwo\n")
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
