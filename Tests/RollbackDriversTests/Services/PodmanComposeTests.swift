import RollbackCore
import RollbackDrivers
import Testing

/// With podman-compose 1.0.3, whose answers these are.
struct PodmanComposeTests {
    private static let list = "podman ps --all --quiet --no-trunc --filter label=com.docker.compose.service=web"
    private static let inspect = "podman inspect --type container -- abc"
    private static let image = "podman inspect --type image -- localhost/app_web:latest"
    private static let compose = "podman-compose --project-name app"
    private static let made = "podman run --name=app_web_1 -d -p 8080:80 app_web httpd -h /site"

    private let helpers = ScriptedHelpers()
    private let service = Service(name: "web", manager: .compose, unit: "app/web")
    private let driver: ComposeServices

    init() {
        for program in ["docker compose", "podman compose", "docker-compose"] {
            helpers.answer("\(program) version", status: 125, errors: "unrecognized command")
        }
        helpers.answer("podman-compose version", "using podman version: 4.3.1\npodman-composer version  1.0.3\n")
        helpers.answer(Self.list, "abc\n")
        helpers.answer(Self.image, #"[{"Id": "77", "Config": {"Env": null}}]"#)
        helpers.answer("\(Self.compose) build web", "exit code: 0")
        helpers.answer("podman rm --force app_web_1")
        helpers.answer("podman start app_web_1")
        helpers.answer("\(Self.compose) up --detach web", "exit code: 0")
        driver = ComposeServices(
            processes: helpers, table: SimulatedMachine(), program: ComposeProgram(processes: helpers),
            checkout: "/srv/app")
    }

    private func inspected(
        status: String = "running", mount: String = "/srv/app", imageID: String = "77"
    ) -> String {
        let words = Self.made.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            [{"Id": "abc", "Name": "app_web_1", "Image": "\(imageID)", "Config": {"Image": "localhost/app_web:latest",
              "CreateCommand": [\(words)], "Labels": {"com.docker.compose.project": "app",
              "com.docker.compose.service": "web", "com.docker.compose.project.working_dir": "/srv/app",
              "com.docker.compose.project.config_files": "docker-compose.yml"}},
              "State": {"Status": "\(status)", "Running": \(status == "running"), "Pid": 0},
              "Mounts": [{"Type": "bind", "Source": "\(mount)"}]}]
            """
    }

    private func rehearse(_ line: String) {
        helpers.answer("podman-compose --dry-run --project-name app up --detach --no-build web", "** x\n\(line)\n")
    }

    private func start() async throws {
        let nothing = ServiceFacts(service: "web", manager: .compose, processes: [])
        _ = try await driver.start(service, like: nothing, EnvironmentChange())
    }

    /// What changed something.
    private var done: [String] {
        helpers.asked.filter { command in
            ["build", "rm", "start", "up", "stop"].contains { command.contains(" \($0) ") }
                && !command.contains("--dry-run")
        }
    }

    @Test func whatIsUnchangedIsStartedAgain() async throws {
        helpers.answer(Self.inspect, inspected())
        rehearse(Self.made)
        try await start()
        #expect(done == ["podman start app_web_1"])
    }

    @Test func otherSettingsMakeItAnew() async throws {
        helpers.answer(Self.inspect, inspected())
        rehearse(Self.made.replacing("8080", with: "8081"))
        try await start()
        #expect(done == ["podman rm --force app_web_1", "\(Self.compose) up --detach web"])
    }

    /// Its name stands for the good code's image once that is built.
    @Test func anotherImageMakesItAnew() async throws {
        helpers.answer(Self.inspect, inspected(mount: "/var/data", imageID: "66"))
        rehearse(Self.made)
        try await start()
        #expect(
            done == [
                "\(Self.compose) build web", "podman rm --force app_web_1", "\(Self.compose) up --detach web",
            ])
    }

    /// It says 0 also when Podman could not build.
    @Test func aBuildThatFailedIsNotStarted() async throws {
        helpers.answer(Self.inspect, inspected(mount: "/var/data"))
        helpers.forget("\(Self.compose) build web")
        helpers.answer("\(Self.compose) build web", "exit code: 125", errors: "Error: no space left\n")
        let error = await #expect(throws: Failure.self) { try await start() }
        guard case .cannotStart("web", let why) = error else {
            Issue.record("not the expected failure")
            return
        }
        #expect(why.hasSuffix("Error: no space left"))
        #expect(done == ["\(Self.compose) build web"])
    }

    /// It says 0 also when Podman could not start the container.
    @Test func aContainerThatNeverRanIsNoSuccess() async throws {
        helpers.answer(Self.inspect, inspected())
        helpers.answer(Self.inspect, inspected(status: "created"))
        rehearse("")
        let error = await #expect(throws: Failure.self) { try await start() }
        guard case .cannotStart("web", _) = error else {
            Issue.record("not the expected failure")
            return
        }
    }

    /// While the service still runs: nobody waits for a build with nothing to wait for.
    @Test func whatIsPreparedIsDoneOnce() async throws {
        helpers.answer(Self.inspect, inspected(mount: "/var/data"))
        rehearse(Self.made)
        let nothing = ServiceFacts(service: "web", manager: .compose, processes: [])
        try await driver.prepare(service, like: nothing, EnvironmentChange(), .silent)
        #expect(done == ["\(Self.compose) build web"])
        try await start()
        #expect(done == ["\(Self.compose) build web", "podman start app_web_1"])
        try await start()
        #expect(done.filter { $0.contains(" build ") }.count == 2)
    }

    @Test func aPersonMakesItAnew() async {
        helpers.answer(Self.inspect, inspected())
        #expect(
            await driver.restartCommands(for: service).map { Command($0.arguments).shellText } == [
                "podman stop -t 10 app_web_1", "podman rm --force app_web_1", "\(Self.compose) up --detach web",
            ])
    }

    @Test func podmanMayCallEither() {
        let choice = ComposeChoice(compose: ["podman", "compose"], engine: "podman")
        let place = ComposePlace(directory: "/srv/app", files: ["/srv/app/a.yml"]) { _ in true }
        func up(_ form: ComposeChoice.Form) -> String {
            let choice = ComposeChoice(compose: choice.compose, engine: choice.engine, form: form)
            let up = ComposeCommands(choice, project: "app", service: "web", place: place).up
            return Command(up.arguments).shellText
        }
        let begin = "podman compose --project-name app"
        #expect(
            up(.docker) == "\(begin) --project-directory /srv/app --file /srv/app/a.yml up --detach --no-deps web")
        #expect(up(.podman) == "\(begin) --file /srv/app/a.yml up --detach web")
    }
}
