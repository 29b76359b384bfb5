import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// The steps that belong to no driver of their own.
struct CommonStepsTests {
    private let folder: ScratchFiles
    init() throws { folder = try ScratchFiles() }

    private var context: RunContext {
        let commit = Commit(id: "0123456789abcdef", subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let plan = Plan(
            level: .fast, root: folder.scratch.path, current: "fedcba", target: commit, stages: [], dependsOn: [:])
        return RunContext(run: RunID(3), plan: plan, directory: folder.scratch.path, actor: "kim", reason: "why")
    }

    private func pin(_ bad: CommitID) -> Pin {
        Pin(badRelease: bad, target: "0123", run: RunID(3), since: "now", reason: nil, actor: "kim")
    }

    /// Also after a crash between the first write and its outcome.
    @Test(arguments: [Data?.none, Data("not even a pin".utf8)])
    func thePinBeforeComesBackExactly(_ before: Data?) async throws {
        let pins = MemoryPins(before)
        let step = PinPlatform(pins: pins, pin: pin("bad"), context: context)
        try await step.undo(nil, .silent)
        #expect(try pins.raw() == before)
        for _ in 0..<2 { _ = try await step.perform(.silent) }
        #expect(try pins.read() == pin("bad"))
        for _ in 0..<2 { try await step.undo(nil, .silent) }
        #expect(try pins.raw() == before)
    }

    @Test func theNewPinRemembersWhatWasBadBefore() async throws {
        let pins = MemoryPins()
        var earlier = pin("worse")
        earlier.run = RunID(2)
        try pins.write(earlier)
        let step = PinPlatform(pins: pins, pin: pin("bad"), context: context)
        for _ in 0..<2 { _ = try await step.perform(.silent) }
        #expect(try pins.read()?.bad == ["bad", "worse"])
        try await step.undo(nil, .silent)
        #expect(try pins.read() == earlier)
    }

    private func hook(_ arguments: [String], repeatable: Bool = true, limit: Double = 30) -> RunHook {
        let hook = Hook(
            name: "h", moment: .after, stage: "swap", command: Command(arguments), limit: limit, repeatable: repeatable)
        return RunHook(hook: hook, context: context, processes: RealProcesses.runner())
    }

    @Test func hooksKnowTheirRun() async throws {
        let said = try await hook([
            "sh", "-c", "echo $LASTGOOD_RUN $LASTGOOD_STAGE $LASTGOOD_BAD_RELEASE $LASTGOOD_TARGET; pwd",
        ])
        .perform(.silent).said
        #expect(said == "run-3 swap fedcba 0123456789abcdef\n\(folder.scratch.path)\n")
    }

    @Test func hooksThatFailOrHang() async throws {
        await #expect(throws: Failure.self) {
            _ = try await hook(["sh", "-c", "echo no >&2; exit 3"]).perform(.silent)
        }
        do {
            _ = try await hook(["sleep", "60"], limit: 0.05).perform(.silent)
            Issue.record("it ended")
        } catch Failure.timeLimit {}
        #expect(try await hook(["true"], repeatable: false).observe().word == "unclear")
        #expect(try await hook(["true"]).observe().word == "not applied")
    }

    @Test func symptomsAreSeenAndMasked() async throws {
        let http = ScriptedHTTP()
        http.on("http://x/", status: 500, body: "secret trace\nline")
        http.on("http://x/fine")
        http.on("http://x/gone") { _ in throw Failure.unreachable(url: "http://x/gone", why: "refused") }
        http.on("http://x/words", body: "unhealthy")
        let endpoints = ["/", "/fine", "/gone", "/words"].map {
            Endpoint(name: $0, url: "http://x\($0)", expectedText: $0 == "/words" ? "healthy" : nil)
        }
        let checks = endpoints.map { endpoint in
            Check(
                name: endpoint.name, service: endpoint.name == "/gone" ? nil : "a", probe: .http(endpoint),
                critical: true)
        }
        let services = [Service(name: "b"), Service(name: "a")]
        let step = NoteSymptoms(
            services: services, checks: checks, managers: ServiceManagers([SimulatedMachine().manager()]),
            effects: .failing(http: http)
        ) { text in text == "token=abc" ? "token=***" : text.hasPrefix("secret") ? "*** trace\nline" : text }
        let said = DetailCollection()
        let found = try await step.perform(said.progress).symptoms
        #expect(found.map(\.service) == ["a", "a", "a", "b", "platform"] && said.words.count == 5)
        #expect(
            found.map(\.what) == [
                "GET http://x/ → 500, expected 200", "GET http://x/words → 200, but the answer does not say healthy",
                "last lines", "last lines", "GET http://x/gone → no answer",
            ])
        #expect(found[0].lines == ["*** trace", "line"] && found[3].lines == ["token=***", "boom"])
    }

    @Test func everyStepOfAPlanIsKnown() async throws {
        let place = try await CodePlace()
        let drivers = AllDrivers(place.access(try await place.repository()))
        let planned = [
            CommonSteps.symptoms(), CommonSteps.pin("bad"), try CommonSteps.verify([], unproved: []),
            CommonSteps.pinHooks(),
            try #require(
                try CommonSteps.liveness([Check(name: "a", probe: .port(1), critical: true, liveness: true)], limit: 1)),
            try CommonSteps.clearCaches(root: "/", patterns: [], emptied: []),
        ]
        for contribution in planned { #expect(try drivers.step(for: contribution.step, in: context) != nil) }
        let odd = PlannedStep(name: "x", kind: "nobody's", summary: "")
        #expect(try drivers.step(for: odd, in: context) == nil)
        let swap = PlannedStep(name: "swap/code", kind: CodeSteps.swap, summary: "")
        #expect(throws: Failure.unknownStepKind(CodeSteps.capture)) { _ = try drivers.step(for: swap, in: context) }
    }
}
