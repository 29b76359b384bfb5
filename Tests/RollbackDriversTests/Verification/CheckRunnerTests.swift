import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// Each check, and what it says it saw.
struct CheckRunnerTests {
    private let http = ScriptedHTTP()
    private let machine = SimulatedMachine()
    private let web = Service(name: "web", port: 8000)

    private func result(
        _ probe: Check.Probe, service: ServiceName? = "web", services: [Service]? = nil, root: String = "/nowhere"
    ) async -> CheckResult {
        let runner = CheckRunner(
            effects: .failing(table: machine, http: http), services: services ?? [web],
            managers: ServiceManagers([machine.manager()]), git: nil, root: root, scope: CodeScope(prefix: ""),
            expected: CodeExpectation())
        return await runner.run(Check(name: "check", service: service, probe: probe, critical: true))
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
        let folder = try ScratchFiles()
        try folder.write(".env", Data("KEY=secret\nEMPTY=\n".utf8))
        machine.add(10, ["uvicorn"])
        machine.own("web", [10])
        let good = await result(.variables(["OLD", "KEY"]), root: folder.scratch.path)
        #expect(good.verdict == .healthy && good.evidence == "OLD, KEY set")
        let bad = await result(.variables(["OLD", "EMPTY", "MISSING"]), service: nil, root: folder.scratch.path)
        #expect(bad.verdict == .bad && bad.evidence == "not set: EMPTY, MISSING")
    }

    /// What only the operator's own shell has is nothing to a service.
    @Test func theCallersVariablesCountWithoutServicesOnly() async {
        machine.add(ProcessSelf.id, ["lastgood"])
        #expect(await result(.variables(["OLD"]), service: nil, services: []).verdict == .healthy)
        #expect(await result(.variables(["OLD"]), service: nil).verdict == .bad)
    }

    @Test func files() async throws {
        let folder = try ScratchFiles()
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
