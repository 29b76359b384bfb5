import RollbackCore
import RollbackDrivers
import Testing

struct SystemdServicesTests {
    private let helpers = ScriptedHelpers()
    private let simulated = SimulatedMachine()
    private let service = Service(name: "web", manager: .systemd, unit: "web.service", limits: ServiceLimits(stop: 1))
    private static let control = "systemctl --no-pager --no-ask-password"
    private static let show = SystemctlCommands(UnitName(unit: "web.service")).show.shellText

    private var driver: SystemdServices { SystemdServices(processes: helpers, table: simulated) }

    private func report(_ state: String, _ more: String = "", main: Int32 = 0) -> String {
        "Id=web.service\nLoadState=loaded\nActiveState=\(state)\nMainPID=\(main)\nInvocationID=77\n\(more)"
    }

    private var nothing: ServiceFacts { ServiceFacts(service: "web", manager: .systemd, processes: []) }

    @Test func itsProcessesAreTheFactsMainFirst() async throws {
        simulated.add(100, ["python", "server.py"])
        simulated.add(101, parent: 100, session: 100, ["python", "server.py"])
        helpers.answer(Self.show, report("active", main: 100))
        let facts = try await driver.facts(of: service)
        #expect(facts.processes.map(\.id) == [100, 101])
        #expect(facts.unit == "web.service")
        #expect(facts.setting?.directory == "/srv/app")
    }

    @Test func startForgetsFailuresAndReadsChangedFiles() async throws {
        helpers.answer(Self.show, report("failed", "NeedDaemonReload=yes\nResult=start-limit-hit"))
        helpers.answer(Self.show, report("active"))
        for words in ["daemon-reload", "reset-failed -- web.service", "start -- web.service"] {
            helpers.answer("\(Self.control) \(words)")
        }
        _ = try await driver.start(service, like: nothing, EnvironmentChange())
        #expect(
            helpers.asked == [
                Self.show, "\(Self.control) daemon-reload", "\(Self.control) reset-failed -- web.service",
                "\(Self.control) start -- web.service", Self.show,
            ])
    }

    @Test func aStartThatFailsSaysWhatSystemdSaid() async throws {
        helpers.answer(Self.show, report("inactive"))
        helpers.answer("\(Self.control) start -- web.service", status: 1, errors: "Job failed.\nSee …")
        await #expect(throws: Failure.cannotStart(service: "web", why: "Job failed.")) {
            try await driver.start(service, like: nothing, EnvironmentChange())
        }
    }

    private func obstacle(user: UInt32, _ service: Service? = nil) async -> StartObstacle? {
        await SystemdServices(processes: helpers, table: simulated, user: user)
            .startObstacle(service ?? self.service, like: nothing, EnvironmentChange())
    }

    /// Asked by what changes nothing: to start what runs, and to stop what does not.
    @Test(arguments: [("active", "start"), ("inactive", "stop"), ("failed", "stop")])
    func whoMayNotManageAUnitLearnsItBeforeAnythingIsDone(state: String, word: String) async {
        helpers.answer(Self.show, report(state))
        helpers.answer(
            "\(Self.control) \(word) --job-mode=ignore-dependencies -- web.service", status: 1,
            errors: "Failed: Interactive authentication required.\nSee …")
        let why =
            "systemd does not let user 1000 start and stop web.service (Failed: Interactive authentication required.)"
        #expect(await obstacle(user: 1000) == StartObstacle(why: "\(why): use sudo"))
        #expect(await obstacle(user: 0) == nil)
    }

    @Test func whoMayManageItIsNotHeldUp() async {
        helpers.answer(Self.show, report("active"))
        helpers.answer("\(Self.control) start --job-mode=ignore-dependencies -- web.service")
        #expect(await obstacle(user: 1000) == nil)
    }

    @Test func aUnitThatIsJustChangingIsNotAskedAbout() async {
        helpers.answer(Self.show, report("deactivating"))
        #expect(await obstacle(user: 1000) == nil && helpers.asked == [Self.show])
    }

    @Test func anotherUsersManagerAndAnUnknownUnitAreObstacles() async {
        helpers.answer(Self.show, "Id=web.service\nLoadState=not-found\nActiveState=inactive\n")
        #expect(await obstacle(user: 0)?.why == "systemd does not know the unit web.service")
        let theirs = Service(name: "web", manager: .systemd, unit: "user@1001.service/web.service")
        #expect(await obstacle(user: 1000, theirs)?.why == "its unit belongs to the manager of user 1001: use sudo")
    }

    @Test func whatDoesNotStopInTimeIsKilled() async throws {
        helpers.answer("\(Self.control) stop -- web.service", status: 124)
        helpers.answer("\(Self.control) stop -- web.service")
        helpers.answer("\(Self.control) kill --signal=SIGKILL -- web.service")
        try await driver.stop(service, nothing)
        #expect(
            helpers.asked.map { $0.dropFirst(Self.control.count + 1) } == [
                "stop -- web.service", "kill --signal=SIGKILL -- web.service", "stop -- web.service",
            ])
    }

    @Test func aFailedUnitTellsTheLinesOfThisInvocation() async throws {
        helpers.answer(Self.show, report("failed", "ExecMainStatus=3"))
        helpers.answer(
            "journalctl --no-pager --quiet --output=cat --lines=20 _SYSTEMD_INVOCATION_ID=77", "one\ntwo\n")
        let trouble = await driver.trouble(service, nothing)
        #expect(trouble == .exitedAtStart(service: "web", status: 3, lastLines: ["one", "two"]))
    }

    @Test(arguments: [
        ("active", "running", true), ("activating", "start", true), ("activating", "auto-restart", false),
    ])
    func itsStateTells(state: String, sub: String, well: Bool) async throws {
        helpers.answer(Self.show, report(state, "SubState=\(sub)"))
        helpers.answer("journalctl --no-pager --quiet --output=cat --lines=20 _SYSTEMD_INVOCATION_ID=77")
        #expect((await driver.trouble(service, nothing) == nil) == well)
    }

    @Test func aUsersUnitGoesToTheUsersManager() {
        let commands = SystemctlCommands(UnitName(unit: "web.service", user: 1000))
        #expect(
            commands.start.arguments == [
                "systemctl", "--user", "--no-pager", "--no-ask-password", "start", "--", "web.service",
            ])
        #expect(commands.start.environment == ["XDG_RUNTIME_DIR": "/run/user/1000"])
        #expect(commands.journal(lines: 5).arguments.last == "--user-unit=web.service")
    }

    @Test func aPersonTypesOneRestart() async {
        #expect(
            await driver.restartCommands(for: service).map(\.shellText) == ["\(Self.control) restart -- web.service"])
    }
}
