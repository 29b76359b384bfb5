import RollbackCore
import RollbackDrivers
import Testing

/// Services of systemd and of containers.
struct ManagedRecognitionTests {
    private let simulated = SimulatedMachine()

    private func found(_ units: [UnitFacts] = [], _ containers: [ContainerFacts] = []) throws -> [FoundService] {
        try simulated.recognition().services(units: units, containers: containers)
    }

    private func unit(
        _ name: String, user: UInt32? = nil, main: Int32 = 0, state: String = "active", _ more: [String: String] = [:]
    ) -> UnitFacts {
        let values = ["Id": name, "LoadState": "loaded", "ActiveState": state, "MainPID": String(main)]
        return UnitFacts(name: UnitName(unit: name, user: user), values: values.merging(more) { $1 })
    }

    @Test func aUnitsProcessesAreTheUnit() throws {
        let group = "/system.slice/web.service"
        simulated.add(100, ["python", "-m", "gunicorn", "a:b"], ports: [8000], controlGroup: group)
        let found = try found([unit("web.service", main: 100)])
        #expect(found.map(\.service.name) == ["web"])
        #expect(found.first?.service.manager == .systemd)
        #expect(found.first?.service.unit == "web.service")
        #expect(found.first?.service.port == 8000)
    }

    @Test func aUsersUnitNamesItsUser() throws {
        let group = "/user.slice/user-1000.slice/user@1000.service/app.slice/web.service"
        simulated.add(100, ["python", "server.py"], controlGroup: group)
        let found = try found([unit("web.service", user: 1000, main: 100)])
        #expect(found.map(\.service.unit) == ["user@1000.service/web.service"])
    }

    @Test func aShellWrapperInAUnitIsTheUnit() throws {
        let group = "/system.slice/web.service"
        simulated.add(99, ["/usr/local/bin/wrapper"], in: "/", controlGroup: group)
        simulated.add(100, parent: 99, session: 99, ["python", "server.py"], controlGroup: group)
        #expect(try found([unit("web.service", main: 99)]).map(\.service.manager) == [.systemd])
    }

    @Test(arguments: [
        (["/usr/sbin/sshd", "-D"], "ssh.service"),
        (["/usr/bin/python3", "/usr/bin/supervisord"], "supervisor.service"),
        (["tmux", "new"], "tmux.service"),
    ])
    func whatAUnitOnlyHostsIsNotTheUnit(host: [String], name: String) throws {
        let group = "/system.slice/\(name)"
        simulated.add(99, host, in: "/", controlGroup: group)
        simulated.add(100, parent: 99, ["python", "server.py"], ports: [80], controlGroup: group)
        let found = try found([unit(name, main: 99)])
        #expect(found.map(\.service.manager) == [.process])
    }

    @Test func aUnitThatSystemdDoesNotKnowIsNone() throws {
        simulated.add(100, ["python", "server.py"], controlGroup: "/system.slice/web.service")
        #expect(try found().map(\.service.manager) == [.process])
    }

    @Test(arguments: [
        ["WorkingDirectory": "/srv/app"],
        ["ExecStart": "{ path=/srv/app/run ; argv[]=/srv/app/run --port 80 ; ignore_errors=no ; pid=0 }"],
    ])
    func aCrashedUnitOfTheCheckoutIsFound(values: [String: String]) throws {
        let crashed = unit("web.service", state: "failed", values.merging(["Result": "exit-code"]) { $1 })
        let found = try found([crashed])
        #expect(found.map(\.service.name) == ["web"])
        #expect(found.first?.facts.ran == false)
        #expect(found.first?.why.hasSuffix("is failed (exit-code)") == true)
    }

    @Test func unitsOfOthersAndStoppedOnesAreNot() throws {
        let elsewhere = unit("a.service", state: "failed", ["WorkingDirectory": "/srv/app2"])
        let stopped = unit("b.service", state: "inactive", ["WorkingDirectory": "/srv/app"])
        #expect(try found([elsewhere, stopped]) == [])
    }

    @Test func aContainersProcessesBelongToIt() throws {
        let id = String(repeating: "ab", count: 32)
        simulated.add(100, ["python", "server.py"], ports: [8000], controlGroup: "/system.slice/docker-\(id).scope")
        let container = ContainerFacts(
            id: id, project: "app", service: "web", directory: "/srv/app", running: true, process: 100,
            bindings: [8080: 80])
        let found = try found([], [container])
        #expect(found.map(\.service.name) == ["web"])
        #expect(found.first?.service.manager == .compose)
        #expect(found.first?.service.unit == "app/web")
        #expect(found.first?.service.port == 8080)
        #expect(found.first?.facts.processes.map(\.id) == [100])
    }

    /// The folder is called in there as it is here, and the control group says nothing.
    @Test(arguments: [
        ["/usr/bin/conmon", "--api-version", "1"], ["/usr/bin/containerd-shim-runc-v2", "-namespace", "moby"],
    ])
    func whatAContainersHostStartedIsTheContainers(host: [String]) throws {
        simulated.add(99, host)
        simulated.add(100, parent: 99, ["python", "server.py"])
        simulated.add(101, parent: 100, ["python", "server.py"])
        #expect(try found() == [])
        simulated.add(900, parent: 99, ["lastgood"])
        #expect(try found().map(\.service.name) == ["server"])
    }

    private func container(
        _ id: String, _ service: String = "web", running: Bool = false, exitCode: Int32 = 0, revived: Bool = false,
        bindings: [Int: Int] = [:]
    ) -> ContainerFacts {
        ContainerFacts(
            id: id, project: "app", service: service, directory: "/srv/app", running: running,
            status: running ? "running" : "exited", exitCode: exitCode, revived: revived, bindings: bindings)
    }

    @Test func aJobThatIsDoneIsNotDoneAgain() throws {
        #expect(try found([], [container("1", "migrate")]) == [])
        #expect(try found([], [container("1", exitCode: 1)]).count == 1)
        #expect(try found([], [container("1", revived: true)]).count == 1)
        #expect(try found([], [container("1", bindings: [80: 80])]).count == 1)
    }

    @Test func severalContainersAreOneService() throws {
        let found = try found([], [container("1", exitCode: 1), container("2", running: true), container("3", "b")])
        #expect(found.map(\.service.name) == ["web"])
        #expect(found.first?.why.hasSuffix("runs") == true)
    }

    @Test func insideOfTheContainerItsProcessesAreOurs() throws {
        let group = "/docker/" + String(repeating: "0f", count: 32)
        simulated.add(900, ["lastgood"], controlGroup: group)
        simulated.add(100, ["python", "server.py"], controlGroup: group)
        #expect(try found().map(\.service.manager) == [.process])
    }

    @Test func databasesAndOtherProjectsContainersAreNot() throws {
        let database = ContainerFacts(
            id: "1", project: "app", service: "db", directory: "/srv/app", running: true, image: "docker.io/postgres:16"
        )
        let other = ContainerFacts(id: "2", project: "x", service: "web", directory: "/srv/x", running: true)
        #expect(try found([], [database, other]) == [])
    }
}
