import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Synchronization
import Testing

/// Each check, and what it says it saw.
struct CheckRunnerTests {
    private let http = ScriptedHTTP()
    private let machine = SimulatedMachine()
    private let web = Service(name: "web", port: 8000)
    private let folder: ScratchFiles

    init() throws { folder = try ScratchFiles() }

    private func result(
        _ probe: Check.Probe, service: ServiceName? = "web", services: [Service]? = nil, root: String = "/nowhere",
        name: String = "check"
    ) async -> CheckResult {
        let runner = CheckRunner(
            effects: .failing(table: machine, http: http), services: services ?? [web],
            managers: ServiceManagers([machine.manager()]), git: nil, root: root, scope: CodeScope(prefix: ""),
            expected: CodeExpectation())
        return await runner.run(Check(name: name, service: service, probe: probe, critical: true))
    }

    private func endpoint(_ text: String? = nil, status: Int = 200) -> Check.Probe {
        .http(Endpoint(name: "e", url: "http://x/health", expectedStatus: status, expectedText: text))
    }

    @Test func answers() async {
        http.on("http://x/health", body: #"{"status":"unhealthy"}"#)
        #expect(await result(endpoint()).verdict == .healthy)
        #expect(await result(endpoint(status: 204)).evidence == "http://x/health: 200, expected 204")
        #expect(
            await result(endpoint("healthy")).evidence == "http://x/health: 200, but the answer does not say healthy")
        #expect(await result(endpoint("unhealthy")).verdict == .healthy)
        http.on("http://x/health", status: 500)
        #expect(await result(endpoint()).verdict == .bad)
        http.on("http://x/health") { _ in throw Failure.unreachable(url: "http://x/health", why: "connection refused") }
        #expect(await result(endpoint()).verdict == .bad)
        http.on("http://x/health") { _ in throw Failure.usage("that is no address", next: "") }
        #expect(await result(endpoint()).verdict == .inconclusive)
    }

    @Test func whoHoldsThePort() async {
        #expect(await result(.port(8000)).evidence == "nothing listens on port 8000")
        machine.add(10, ["uvicorn", "main:app"], ports: [9000])
        machine.add(11, ["other"], in: "/elsewhere", ports: [8000])
        machine.own("web", [10])
        let taken = await result(.port(8000))
        #expect(taken.verdict == .bad && taken.evidence == "port 8000 is held by another process (11)")
        #expect(await result(.port(9000)).verdict == .healthy)
        #expect(await result(.port(8000), service: nil).verdict == .healthy)
        machine.own("web", [11])
        #expect(await result(.port(8000)).verdict == .healthy)
    }

    @Test func processes() async {
        #expect(await result(.process).evidence == "web does not run")
        machine.add(10, ["uvicorn"])
        machine.own("web", [10])
        #expect(await result(.process).evidence == "process 10 runs")
        #expect(await result(.process, service: "other").verdict == .inconclusive)
    }

    @Test func variablesAreNamedAndNeverShown() async throws {
        try folder.write(".env", Data("KEY=secret\nEMPTY=\n".utf8))
        machine.add(10, ["uvicorn"])
        machine.own("web", [10])
        let good = await result(.variables(["OLD", "KEY"]), root: folder.scratch.path)
        #expect(good.verdict == .healthy && good.evidence == "OLD, KEY set in web")
        let bad = await result(.variables(["OLD", "EMPTY", "MISSING"]), service: nil, root: folder.scratch.path)
        #expect(bad.verdict == .bad && bad.evidence == "not set in web: EMPTY, MISSING")
    }

    /// `web` has `OLD` only, `api` has all.
    private func twoServices() -> [Service] {
        let launch = LaunchSpecification(arguments: ["x"], directory: "/nowhere")
        var api = Service(name: "api", dependsOn: ["supabase"], launch: launch)
        api.launch?.environmentFile = folder.path(".env")
        for (id, name) in [(10, "web"), (11, "api")] as [(Int32, ServiceName)] {
            machine.add(id, ["uvicorn"])
            machine.own(name, [id])
        }
        return [web, api]
    }

    /// One service's key is nothing to another that needs it.
    @Test func eachServiceThatDependsOnItNeedsThem() async throws {
        try folder.write(".env", Data("KEY=secret\n".utf8))
        var services = twoServices()
        let probe = Check.Probe.variables(["OLD", "KEY"])
        let good = await result(probe, service: nil, services: services, name: "supabase/variables")
        #expect(good.verdict == .healthy && good.evidence == "OLD, KEY set in api")
        services[0].dependsOn = ["supabase"]
        let bad = await result(probe, service: nil, services: services, name: "supabase/variables")
        #expect(bad.verdict == .bad && bad.evidence == "not set in web: KEY")
    }

    /// Variables of different services do not add up.
    @Test func whereNobodySaysWhoNeedsThemOneHasThemAll() async throws {
        try folder.write(".env", Data("KEY=secret\n".utf8))
        let services = twoServices()
        let found = await result(.variables(["KEY", "OLD"]), service: nil, services: services, name: "pi/variables")
        #expect(found.verdict == .healthy && found.evidence == "KEY, OLD set in api")
        machine.state.withLock { $0.processes[11]?.setting?.environment = [:] }
        let bad = await result(.variables(["KEY", "OLD"]), service: nil, services: services, name: "pi/variables")
        #expect(bad.verdict == .bad && bad.evidence == "not set in web: KEY; in api: OLD")
    }

    /// What only the operator's own shell has is nothing to a service.
    @Test func theCallersVariablesCountWithoutServicesOnly() async {
        machine.add(ProcessSelf.id, ["lastgood"])
        #expect(await result(.variables(["OLD"]), service: nil, services: []).verdict == .healthy)
        #expect(await result(.variables(["OLD"]), service: nil).verdict == .bad)
    }

    @Test func files() async throws {
        try folder.write("a b/c", Data())
        let root = folder.scratch.path
        #expect(await result(.files(["a b/c"]), root: root).evidence == "a b/c is there")
        #expect(await result(.files(["a b/c", folder.path("a b")]), root: root).evidence == "all 2 files are there")
        #expect(await result(.files(["a b/c", "x"]), root: root).evidence == "missing or unreadable: x")
    }

    @Test func withoutARepositoryCodeIsNotProved() async {
        #expect(await result(.code).verdict == .inconclusive)
        #expect(await result(.syntax).verdict == .inconclusive)
    }
}
