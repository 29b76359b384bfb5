import Foundation
import Glibc
import RollbackCore
import RollbackDrivers
import RollbackSystem
import Testing

/// The process driver with this machine's own processes.
@Suite(.serialized)
struct RealProcessTests {
    private let folder: String
    private let table = ProcFileSystem()
    private let launcher: SystemProcessLauncher
    private let memory = SimulatedMachine()

    init() throws {
        launcher = SystemProcessLauncher(table: table)
        let path = NSTemporaryDirectory() + "lastgood-real-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        folder = try #require(realpath(path, nil).map { String(cString: $0) })
    }

    private var driver: ProcessServices {
        ProcessServices(
            ServiceMachine(
                table: table, launcher: launcher, processes: ScriptedHelpers(), clock: SystemClock(), memory: memory,
                checkout: folder,
                stateDirectory: "\(folder)/state", environment: CallerEnvironment.current(), process: getpid()))
    }

    private func service(_ script: String, port: Int? = nil, stop: Double = 10) -> Service {
        Service(
            name: "web", port: port, launch: LaunchSpecification(arguments: ["sh", "-c", script], directory: folder),
            limits: ServiceLimits(stop: stop))
    }

    private func start(_ service: Service, _ change: EnvironmentChange = EnvironmentChange()) async throws
        -> ServiceFacts
    {
        try await driver.start(service, like: try await driver.facts(of: service), change)
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
    }

    private func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !holds() {
            try #require(ContinuousClock.now < deadline, "\(what)")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// A Python program that serves on a free port, whose number it writes to the file `port`.
    private func server(_ more: String = "") -> Service {
        let program = """
            import http.server, os, signal, time
            server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
            open("port.new", "w").write(str(server.server_port))
            os.rename("port.new", "port")
            \(more)
            server.serve_forever()
            """
        return Service(
            name: "web",
            launch: LaunchSpecification(
                arguments: ["python3", "-c", program], directory: folder, logFile: "\(folder)/web.log"))
    }

    @Test func aServerIsFoundByItsPortAndStartedAsItRan() async throws {
        _ = try await start(server(), EnvironmentChange(new: ["COLOUR": "blue"]))
        try await eventually("it listens") { !text("port").isEmpty }
        var unknown = Service(name: "web", port: Int(text("port")))
        memory.forget()
        let found = try await driver.facts(of: unknown)
        #expect(found.setting?.environment["COLOUR"] == "blue")
        #expect(found.setting?.outputFile == "\(folder)/web.log")
        try await driver.stop(unknown, found)
        #expect(try await driver.facts(of: unknown).processes == [])
        unknown.port = nil
        let change = EnvironmentChange(old: ["COLOUR": "blue"], new: ["SHAPE": "round"])
        let again = try await driver.start(unknown, like: found, change)
        let main = try #require(again.processes.first)
        try await eventually("it executes") { table.setting(of: main.id)?.arguments == found.setting?.arguments }
        let setting = try #require(table.setting(of: main.id))
        #expect(setting.environment["COLOUR"] == nil)
        #expect(setting.environment["SHAPE"] == "round")
        #expect(setting.outputFile == "\(folder)/web.log")
        try await driver.stop(unknown, again)
    }

    @Test func aMasterAndItsWorkersEndTogether() async throws {
        let started = try await start(server("os.fork(); os.fork()"))
        try await eventually("it listens") { !text("port").isEmpty }
        memory.forget()
        let service = Service(name: "web", port: Int(text("port")))
        try await eventually("four serve") { try await driver.facts(of: service).processes.count == 4 }
        let found = try await driver.facts(of: service)
        #expect(found.processes.first == started.processes.first)
        try await driver.stop(service, found)
        #expect(found.processes.allSatisfy { !table.runs($0) })
    }

    @Test func aRunningServerIsDiscovered() async throws {
        try """
        import http.server
        server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        open("port", "w").write(str(server.server_port) + ".")
        server.serve_forever()
        """.write(toFile: "\(folder)/shop.py", atomically: true, encoding: .utf8)
        var service = server()
        service.launch?.arguments = ["python3", "shop.py"]
        let started = try await start(service)
        try await eventually("it listens") { text("port").hasSuffix(".") }
        let discovery = ServiceDiscovery(table: table, processes: ScriptedHelpers(), roots: [folder], process: getpid())
        let found = try await discovery.services()
        #expect(found.map(\.service.name) == ["shop"])
        #expect(found.first?.facts.processes == started.processes)
        #expect(found.first.map { "\($0.ports[0])." } == text("port"))
        try await driver.stop(service, started)
        #expect(try await discovery.services() == [])
    }

    @Test func whatIgnoresTheRequestIsKilled() async throws {
        let service = service("trap '' TERM; touch ready; while :; do sleep 0.05; done", stop: 0.2)
        let started = try await start(service)
        try await eventually("it ignores the signal") { access("\(folder)/ready", F_OK) == 0 }
        try await driver.stop(service, started)
        #expect(!table.runs(try #require(started.processes.first)))
    }

    @Test func helpersInGroupsAndSessionsOfTheirOwnEndToo() async throws {
        let script = """
            sh -c 'set -m; sleep 601 & echo $! > group'
            setsid sleep 602 & echo $! > session; wait
            """
        let service = service(script)
        let started = try await start(service)
        try await eventually("both run") { text("session").hasSuffix("\n") }
        let helpers = ["group", "session"].compactMap { Int32(text($0).split(separator: "\n").first ?? "") }
        #expect(helpers.count == 2)
        try await driver.stop(service, started)
        #expect(helpers.allSatisfy { table.describe($0)?.ended ?? true })
    }

    @Test func aCrashTellsTheLinesOfThisStart() async throws {
        let service = service("echo $$ old >&2; exit 1")
        _ = try await start(service)
        let crashing = self.service("echo starting; echo bad news >&2; exit 3")
        try await eventually("the first is over") { try await !driver.facts(of: service).ran }
        let started = try await start(crashing)
        try await eventually("it ends") { await driver.trouble(crashing, started) != nil }
        let trouble = await driver.trouble(crashing, started)
        #expect(trouble == .exitedAtStart(service: "web", status: 3, lastLines: ["starting", "bad news"]))
        #expect(await driver.lastLines(crashing, count: 1) == ["bad news"])
    }

    @Test func aProgramThatGoesToTheBackgroundIsNoTrouble() async throws {
        let service = service("sleep 603 & exit 0")
        let started = try await start(service)
        let main = try #require(started.processes.first)
        try await eventually("the command ends") { !table.runs(main) }
        #expect(await driver.trouble(service, started) == nil)
        try await driver.stop(service, started)
        #expect(await driver.trouble(service, started) != nil)
    }

    @Test func aStoppedProcessEndsAtOnce() async throws {
        let service = service("exec sleep 604")
        let started = try await start(service)
        let main = try #require(started.processes.first)
        kill(main.id, SIGSTOP)
        try await driver.stop(service, started)
        #expect(!table.runs(main))
    }

    @Test func aProgramThatIsNoProgramSaysWhy() async throws {
        try "not a program".write(toFile: "\(folder)/run", atomically: true, encoding: .utf8)
        chmod("\(folder)/run", 0o755)
        let launch = LaunchSpecification(arguments: ["./run"], directory: folder)
        let why = "\(folder)/./run: Exec format error"
        await #expect(throws: Failure.cannotStart(service: "web", why: why)) {
            try await start(Service(name: "web", launch: launch))
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func itStartsAsTheUserItRanAs() async throws {
        chmod(folder, 0o777)
        let nobody = UserIdentity(user: 65534, group: 65534)
        let setting = ProcessSetting(
            arguments: ["sh", "-c", "id -u; exec sleep 605"], executable: "/bin/sh", directory: folder,
            environment: ["PATH": "/usr/bin:/bin"], owner: nobody, outputFile: "\(folder)/theirs.log", errorFile: nil,
            controlGroup: "")
        let facts = ServiceFacts(service: "web", manager: .process, processes: [], setting: setting)
        let service = Service(name: "web")
        let started = try await driver.start(service, like: facts, EnvironmentChange())
        try await eventually("it speaks") { text("theirs.log") == "65534\n" }
        var log = stat()
        #expect(stat("\(folder)/theirs.log", &log) == 0 && log.st_uid == 65534)
        try await driver.stop(service, started)
    }
}
