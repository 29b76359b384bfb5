import Foundation
import Glibc
import RollbackCore
import RollbackDrivers
import Synchronization
import Testing

struct ServiceStartTests {
    private let simulated = SimulatedMachine()
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "lastgood-start-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func start(
        _ service: Service, like setting: ProcessSetting? = nil, _ change: EnvironmentChange = EnvironmentChange()
    ) async throws -> ProcessLaunch {
        var machine = simulated.machine(stateDirectory: "\(folder)/state")
        machine.checkout = folder
        let facts = ServiceFacts(service: service.name, manager: .process, processes: [], setting: setting)
        _ = try await ProcessServices(machine).start(service, like: facts, change)
        return try #require(simulated.launches.last)
    }

    private func service(_ arguments: [String] = ["sh", "-c", "true"], port: Int? = nil) -> Service {
        Service(name: "web", port: port, launch: LaunchSpecification(arguments: arguments, directory: folder))
    }

    private func setting(_ arguments: [String] = ["sh", "x.sh"]) -> ProcessSetting {
        ProcessSetting(
            arguments: arguments, executable: "/bin/sh", directory: folder,
            environment: ["PATH": "/usr/bin:/bin", "KEPT": "1", "BAD": "bad", "CHANGED": "by hand", "PWD": "/old"],
            owner: UserIdentity(user: geteuid(), group: getegid()), outputFile: "\(folder)/out.log",
            errorFile: "\(folder)/err.log", controlGroup: "", mask: 0o022)
    }

    @Test func asItRanWithTheReleasesVariables() async throws {
        let change = EnvironmentChange(old: ["BAD": "bad", "CHANGED": "x"], new: ["GOOD": "good"])
        let launch = try await start(Service(name: "web"), like: setting(), change)
        #expect(launch.arguments == ["sh", "x.sh"])
        #expect(launch.executable.hasSuffix("/bin/sh"))
        #expect(
            launch.environment == [
                "PATH": "/usr/bin:/bin", "KEPT": "1", "CHANGED": "by hand", "GOOD": "good", "PWD": folder,
            ])
        #expect(launch.outputFile == "\(folder)/out.log")
        #expect(launch.errorFile == "\(folder)/err.log")
        #expect(launch.mask == 0o022)
        #expect(launch.owner == nil)
    }

    @Test func configuredValuesAndTheFileComeOverIt() async throws {
        try "FROM_FILE=1\nBOTH=file\n".write(toFile: "\(folder)/.env", atomically: true, encoding: .utf8)
        var service = service()
        service.launch?.environment = ["CONFIGURED": "1", "BOTH": "configured"]
        service.launch?.environmentFile = "\(folder)/.env"
        let launch = try await start(service)
        #expect(
            launch.environment == ["PATH": "/bin", "CALLER": "1", "CONFIGURED": "1", "FROM_FILE": "1", "BOTH": "file"])
        #expect(launch.outputFile == "\(folder)/state/logs/web.log")
    }

    @Test func itIsRememberedBeforeItBegins() async throws {
        _ = try await start(service())
        let record = try #require(try simulated.recall("web"))
        #expect(record.facts.processes.map(\.id) == [5001])
        #expect(record.logs == [LogPosition(file: "\(folder)/state/logs/web.log", offset: 0)])
    }

    @Test func startingWhatRunsStartsNothing() async throws {
        _ = try await start(service())
        _ = try await start(service())
        #expect(simulated.launches.count == 1)
    }

    @Test func theHolderOfThePortIsNamed() async throws {
        simulated.add(100, ["nc", "-l", "8000"], in: "/home/ada", ports: [8000])
        let error = await #expect(throws: Failure.self) { try await start(service(port: 8000)) }
        guard case .portTaken(8000, let holder, "web") = error else { throw Missing() }
        #expect(holder.hasPrefix("process 100 (nc -l 8000) of user "))
        #expect(simulated.launches.isEmpty)
    }

    @Test func aProgramInTheDirectoryIsFound() async throws {
        try "#!/bin/sh\n".write(toFile: "\(folder)/run", atomically: true, encoding: .utf8)
        chmod("\(folder)/run", 0o755)
        #expect(try await start(service(["./run", "x"])).executable == "\(folder)/./run")
    }

    @Test(arguments: [
        (["no-such-program"], "there is no program `no-such-program` in its PATH"),
        (["npm start"], "it has overwritten its command line with `npm start`"),
        (["gunicorn: master [app]"], "it has overwritten its command line with `gunicorn: master [app]`"),
        ([], "nothing says how it is started"),
    ])
    func whatCannotBeStartedSaysWhy(arguments: [String], why: String) async throws {
        let error = await #expect(throws: Failure.self) { try await start(service(arguments)) }
        guard case .cannotStart("web", let said) = error else { throw Missing() }
        #expect(said.hasPrefix(why))
    }

    @Test func aMissingDirectoryIsNamed() async throws {
        let launch = LaunchSpecification(arguments: ["sh"], directory: "\(folder)/gone")
        let failure = Failure.cannotStart(service: "web", why: "its directory \(folder)/gone does not exist")
        await #expect(throws: failure) { try await start(Service(name: "web", launch: launch)) }
    }

    @Test(arguments: [Failure.file(path: "s", doing: "writing", errno: ENOSPC)])
    func aDiskThatTakesNothingDoesNotKeepItDown(failure: Failure) async throws {
        simulated.state.withLock { $0.forgetful = failure }
        _ = try await start(service())
        #expect(try simulated.processes().count == 1)
        simulated.state.withLock { $0.forgetful = .stateUnreadable(path: "s", why: "x") }
        await #expect(throws: Failure.stateUnreadable(path: "s", why: "x")) {
            try await start(Service(name: "other", launch: service().launch))
        }
    }

    private struct Missing: Error {}
}
