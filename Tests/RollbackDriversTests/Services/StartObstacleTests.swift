import Foundation
import RollbackCore
import RollbackDrivers
import RollbackTestKit
import Synchronization
import Testing

/// What would keep a process from coming back is known before it is stopped.
struct StartObstacleTests {
    private let simulated = SimulatedMachine()
    private let folder: ScratchFiles
    private let service = Service(name: "web")

    init() throws { folder = try ScratchFiles() }

    private func facts(
        _ arguments: [String], executable: String = "/bin/sh", path: String = "/usr/bin:/bin",
        directory: String? = nil, owner: UInt32 = geteuid(), supervisor: String? = nil
    ) -> ServiceFacts {
        let setting = ProcessSetting(
            arguments: arguments, executable: executable, directory: directory ?? folder.scratch.path,
            environment: ["PATH": path], owner: UserIdentity(user: owner, group: getegid()), outputFile: nil,
            errorFile: nil, controlGroup: "")
        let main = simulated.add(100, arguments)
        return ServiceFacts(
            service: "web", manager: .process, processes: [main], setting: setting, supervisor: supervisor)
    }

    private func obstacle(_ facts: ServiceFacts) async -> StartObstacle? {
        var machine = simulated.machine(stateDirectory: folder.path("state"))
        machine.checkout = folder.scratch.path
        return await ProcessServices(machine).startObstacle(service, like: facts, EnvironmentChange())
    }

    @Test func whatIsKnownIsNoObstacle() async { #expect(await obstacle(facts(["sh", "x.sh"])) == nil) }

    @Test(arguments: [
        ("gunicorn: master [app]", "/usr/bin/python3.11"), ("npm run", "/usr/bin/python3"), ("yarn", "/usr/bin/node"),
    ])
    func anOverwrittenCommandLineIsOne(title: String, executable: String) async {
        let found = await obstacle(facts([title], executable: executable))
        #expect(
            found?.why == "it has overwritten its command line with `\(title)`: configure its start command")
        #expect(found?.liesInRelease == false)
    }

    /// npm shows its own command line as its title.
    @Test func npmIsStartedAsItsTitleSays() async throws {
        try folder.write("bin/npm", Data("#!/bin/sh\n".utf8))
        chmod(folder.path("bin/npm"), 0o755)
        let facts = facts(["npm run start"], executable: "/usr/bin/node", path: folder.path("bin"))
        #expect(await obstacle(facts) == nil)
        simulated.state.withLock { $0.processes = [:] }
        let machine = simulated.machine(stateDirectory: folder.path("state"))
        _ = try await ProcessServices(machine).start(service, like: facts, EnvironmentChange())
        #expect(simulated.launches.last?.arguments == ["npm", "run", "start"])
        #expect(simulated.launches.last?.executable == folder.path("bin/npm"))
    }

    @Test func whatThePlatformsOwnFilesMayBringIsLeftToTheRelease() async {
        func missing(_ program: String, path: String = "/usr/bin:/bin") -> ServiceFacts {
            facts([program], executable: "/opt/gone", path: path)
        }
        #expect(
            await obstacle(missing("no-such")) == StartObstacle(why: "there is no program `no-such` in its PATH"))
        #expect(await obstacle(missing("no-such", path: "/bin:\(folder.path("venv/bin"))"))?.liesInRelease == true)
        #expect(await obstacle(missing("./run"))?.liesInRelease == true)
        #expect(await obstacle(missing("/opt/no-such"))?.liesInRelease == false)
        #expect(await obstacle(facts(["sh"], directory: folder.path("gone")))?.liesInRelease == true)
        #expect(await obstacle(facts(["sh"], directory: "/no/such"))?.liesInRelease == false)
    }

    @Test func anotherUsersProcessIsOne() async {
        let theirs = facts(["sh", "x.sh"])
        simulated.state.withLock { $0.foreign = [100] }
        #expect(await obstacle(theirs)?.why == "its process 100 belongs to another user: use sudo")
    }

    /// Who is not root sees of another user's service only that its port is taken.
    @Test func aHiddenHolderOfItsPortIsOne() async throws {
        simulated.add(100, ["python", "server.py"], ports: [8000])
        let service = Service(
            name: "web", port: 8000, launch: LaunchSpecification(arguments: ["/bin/sh"], directory: "/"))
        let driver = ProcessServices(simulated.machine())
        func obstacle() async throws -> String? {
            await driver.startObstacle(service, like: try await driver.facts(of: service), EnvironmentChange())?.why
        }
        #expect(try await obstacle() == nil)
        simulated.state.withLock { $0.foreign = [100] }
        #expect(
            try await obstacle() == "its port 8000 is held by a process of another user or container: use sudo")
    }

    @Test func whatNobodyHasSeenRunIsOne() async {
        let nothing = ServiceFacts(service: "web", manager: .process, processes: [])
        #expect(await obstacle(nothing)?.why == "nothing says how it is started: configure its start command")
    }

    @Test func aSupervisorKnowsHowToStartIt() async {
        #expect(await obstacle(facts(["gunicorn: master [app]"], supervisor: "supervisord")) == nil)
    }
}
