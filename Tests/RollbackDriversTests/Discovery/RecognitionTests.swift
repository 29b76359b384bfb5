import RollbackCore
import RollbackDrivers
import Synchronization
import Testing

struct RecognitionTests {
    private let simulated = SimulatedMachine()

    private func found() throws -> [FoundService] { try simulated.recognition().services() }
    private func names() throws -> [String] { try found().map(\.service.name.rawValue) }

    @Test func threeServicesStartedByHand() throws {
        simulated.add(50, ["-bash"], terminal: 1)
        simulated.add(
            100, parent: 50, session: 50, [".venv/bin/python", "-m", "uvicorn", "fastapi_app.main:app"], ports: [8000],
            terminal: 1)
        simulated.add(101, parent: 50, session: 50, ["python", "-m", "flask_app.main"], ports: [5000], terminal: 1)
        simulated.add(102, parent: 1, ["/usr/bin/python3", "/srv/app/gradio_app/main.py"], in: "/", ports: [7860])
        let found = try found()
        #expect(found.map(\.service.name.rawValue) == ["fastapi_app", "flask_app", "gradio_app"])
        #expect(found.map(\.service.port) == [8000, 5000, 7860])
        #expect(found.map(\.service.manager) == [.process, .process, .process])
        #expect(found[0].facts.processes.map(\.id) == [100])
        #expect(found[0].why.hasSuffix("in /srv/app, on port 8000"))
        #expect(found[0].facts.setting?.environment["OLD"] == "1")
    }

    @Test func aWorkerWithoutAPortIsFound() throws {
        simulated.add(100, ["python", "worker.py"], terminal: 1)
        simulated.add(101, ["python", "-m", "celery", "-A", "proj", "beat"])
        #expect(try names() == ["worker", "celery-beat"])
    }

    @Test func whatAPersonLooksAtIsAServiceOnlyWithAPort() throws {
        simulated.add(100, ["python", "migrate.py"], terminal: 1, foreground: true)
        simulated.add(101, ["python", "server.py"], ports: [8000], terminal: 1, foreground: true)
        #expect(try names() == ["server"])
    }

    @Test(arguments: [
        ["-bash"], ["/bin/bash"], ["zsh", "-l"], ["vim", "app.py"], ["less", "log"], ["python3"], ["python3", "-i"],
        ["/usr/bin/python3", "/usr/bin/ipython"], ["git", "pull"], ["ssh", "host"], ["tmux"], ["tail", "-f", "log"],
        ["python", "-m", "pytest"], ["/usr/bin/python3", "/srv/app/venv/bin/pytest", "-x"], ["redis-server", "*:6379"],
        ["node", "/usr/lib/node_modules/pyright/dist/pyright-langserver.js", "--stdio"], ["postgres", "-D", "data"],
        ["typescript-language-server", "--stdio"], ["lastgood", "watch"], ["docker", "compose", "up"],
        ["gopls"], ["node"], ["sqlite3", "app.db"], ["head", "-n", "5"], ["jq", "."],
        ["/usr/bin/conmon", "--api-version", "1", "-c", "abc"], ["/usr/bin/containerd-shim-runc-v2", "-id", "abc"],
        ["/usr/lib/podman/aardvark-dns", "--config", "/run/containers/networks/aardvark-dns", "-p", "53", "run"],
        ["netavark"], ["docker-proxy", "-proto", "tcp"], ["slirp4netns"], ["rootlessport"], ["pasta.avx2"],
        ["runc", "init"], ["crun"], ["catatonit", "-P"], ["runc:[2:INIT]"],
    ])
    func toolsAreNoServices(arguments: [String]) throws {
        simulated.add(100, arguments, ports: [9999])
        #expect(try names() == [])
    }

    @Test func othersProcessesAreNoServices() throws {
        simulated.add(100, ["python", "server.py"], in: "/srv/app2", ports: [8000])
        simulated.add(101, ["nginx"], in: "/", ports: [80])
        simulated.add(102, ["python", "/srv/application/x.py"], in: "/")
        #expect(try names() == [])
    }

    @Test func neitherLastgoodNorWhatItRunsInIsAService() throws {
        simulated.add(800, ["bash", "deploy.sh"])
        simulated.add(850, parent: 800, ["make", "rollback"])
        simulated.add(900, parent: 850, ["renamed", "rollback"])
        simulated.add(901, parent: 900, ["renamed", "rollback"])
        #expect(try names() == [])
    }

    /// `lastgood status | python3 show.py`, in a script.
    @Test func whatReadsItsOutputIsNoService() throws {
        simulated.add(900, parent: 800, group: 800, session: 800, ["lastgood", "status"])
        simulated.add(901, parent: 800, group: 800, session: 800, ["python3", "show.py"])
        #expect(try names() == [])
        simulated.add(902, parent: 800, group: 800, session: 800, ["python3", "server.py"], ports: [8000])
        #expect(try names() == ["server"])
    }

    /// The same script started it, well before.
    @Test func aWorkerOfTheSameScriptIsAService() throws {
        simulated.add(700, parent: 690, group: 690, session: 690, ["python3", "worker.py"])
        simulated.add(900, parent: 690, group: 690, session: 690, ["lastgood", "status"])
        #expect(try names() == ["worker"])
    }

    @Test func timedJobsAreNoServices() throws {
        simulated.add(10, ["/usr/sbin/cron", "-f"], in: "/")
        simulated.add(11, parent: 10, ["/usr/sbin/CRON", "-f"], in: "/")
        simulated.add(100, parent: 11, ["/bin/sh", "-c", "cd /srv/app && python report.py"])
        simulated.add(101, parent: 100, ["python", "report.py"])
        #expect(try names() == [])
    }

    @Test func masterAndWorkersAreOne() throws {
        simulated.add(100, ["python", "/srv/app/venv/bin/gunicorn", "-w", "2", "shop.wsgi:app"], ports: [8000])
        for id: Int32 in [101, 102] {
            simulated.add(
                id, parent: 100, group: 100, session: 100, ["python", "/srv/app/venv/bin/gunicorn"], ports: [8000])
        }
        let found = try found()
        #expect(found.map(\.service.name) == ["shop"])
        #expect(found.first?.facts.processes.map(\.id) == [100, 101, 102])
    }

    @Test func behindNpmStartItIsTheProgramThatNames() throws {
        simulated.add(50, ["bash"], terminal: 1)
        simulated.add(100, parent: 50, session: 50, ["npm", "start"], terminal: 1)
        simulated.add(101, parent: 100, group: 100, session: 50, ["sh", "-c", "node server.js"], terminal: 1)
        simulated.add(102, parent: 101, group: 100, session: 50, ["node", "server.js"], ports: [3000], terminal: 1)
        let found = try found()
        #expect(found.map(\.service.name) == ["server"])
        #expect(found.first?.facts.processes.first?.id == 100)
        #expect(found.first?.service.port == 3000)
    }

    @Test func aReloadingServerIsOne() throws {
        simulated.add(100, ["python", "-m", "uvicorn", "shop.main:app", "--reload"], ports: [8000])
        let spawn = ["python", "-c", "from multiprocessing.spawn import spawn_main; spawn_main()"]
        simulated.add(101, parent: 100, group: 100, session: 100, spawn, ports: [8000])
        #expect(try names() == ["shop"])
    }

    @Test(arguments: [
        ["nginx", "-c", "/srv/app/nginx.conf"], ["python", "/opt/backup.py", "/srv/app"],
    ])
    func aPathGivenToAStrangerMakesItAServiceOnlyWithAPort(arguments: [String]) throws {
        simulated.add(100, arguments, in: "/")
        #expect(try names() == [])
        simulated.add(100, arguments, in: "/", ports: [80])
        #expect(try names().count == 1)
    }

    @Test func aRemoteCommandIsNoService() throws {
        simulated.add(10, ["sshd: ada@notty"], in: "/")
        simulated.add(100, parent: 10, session: 100, ["bash", "-c", "cd /srv/app && python migrate.py"])
        simulated.add(101, parent: 100, group: 100, session: 100, ["python", "migrate.py"])
        #expect(try names() == [])
    }

    @Test(arguments: [
        ["sh", "-c", "sleep 60"], ["npm test"], ["make", "all"],
        ["/usr/bin/node", "/usr/lib/npm/bin/npm-cli.js", "ci"],
    ])
    func aWrapperAroundNothingIsNoService(arguments: [String]) throws {
        simulated.add(100, arguments)
        simulated.add(101, parent: 100, session: 100, ["sleep", "60"])
        #expect(try names() == [])
    }

    @Test func aScriptOfTheCheckoutIsAWorker() throws {
        simulated.add(100, ["/bin/sh", "./worker.sh"])
        simulated.add(101, parent: 100, session: 100, ["sleep", "60"])
        #expect(try names() == ["worker"])
    }

    @Test(arguments: [
        (["node", "--inspect=3000", "server.js", "--port", "8080"], [3000, 8080], 3000),
        (["node", "server.js", "--port=8080"], [3000, 8080], 8080), (["node", "server.js"], [8080, 9229], 8080),
        (["node", "server.js"], [41_000], nil), (["node", "server.js", "-p41000"], [41_000], 41_000),
    ])
    func thePortIsOneThatItWillHaveAgain(arguments: [String], ports: [Int], port: Int?) throws {
        simulated.add(100, arguments, ports: ports)
        #expect(try found().first?.service.port == port)
    }

    @Test(arguments: [("41000", 41_000), ("http://localhost:41000", 41_000), ("141000", nil), ("", nil)])
    func aRandomPortThatAVariableNamesIsKept(value: String, port: Int?) throws {
        simulated.add(100, ["python", "-m", "gradio_app.main"], ports: [41_000])
        simulated.state.withLock { $0.processes[100]?.setting?.environment["GRADIO"] = value }
        #expect(try found().first?.service.port == port)
    }

    @Test func anOrphanedHelperBelongsToItsSession() throws {
        simulated.add(100, ["python", "server.py"], ports: [8000])
        simulated.add(101, parent: 1, group: 101, session: 100, ["python", "helper.py"])
        let found = try found()
        #expect(found.map(\.service.name) == ["server"])
        #expect(found.first?.facts.processes.map(\.id) == [100, 101])
    }

    @Test func equalNamesAreToldApart() throws {
        simulated.add(100, ["node", "server.js"], ports: [3000])
        simulated.add(101, ["node", "server.js"], ports: [3001])
        simulated.add(102, ["python", "worker.py"])
        simulated.add(103, ["python", "worker.py"])
        #expect(try names() == ["server-3000", "server-3001", "worker", "worker-2"])
    }

    @Test func theSupervisorIsNamed() throws {
        simulated.add(10, ["/usr/bin/python3", "/usr/bin/supervisord", "-c", "/srv/app/supervisord.conf"], in: "/")
        simulated.add(100, parent: 10, ["python", "worker.py"])
        let found = try found()
        #expect(found.map(\.service.name) == ["worker"])
        #expect(found.first?.supervisor == "supervisord")
    }

    @Test func aProcessThatMayNotBeLookedAtIsFoundByItsArguments() throws {
        simulated.add(100, ["/srv/app/bin/serve"], in: "/srv/app")
        simulated.state.withLock { $0.processes[100]?.setting = nil }
        let found = try found()
        #expect(found.map(\.service.name) == ["serve"])
        #expect(found.first?.facts.setting == nil)
    }
}
