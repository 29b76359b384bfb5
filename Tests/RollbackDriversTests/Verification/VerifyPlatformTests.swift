import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Synchronization
import Testing

/// Liveness as long as it may take, then every check.
struct VerifyPlatformTests {
    private let http = ScriptedHTTP()
    private let machine = SimulatedMachine()

    private func check(_ name: String, critical: Bool = true, liveness: Bool) -> Check {
        Check(name: name, probe: .http(Endpoint(name: name, url: name)), critical: critical, liveness: liveness)
    }

    private var runner: CheckRunner {
        CheckRunner(
            effects: .failing(table: machine, http: http, clock: machine), services: [], managers: ServiceManagers([]),
            git: nil, root: "/", scope: CodeScope(prefix: ""), expected: CodeExpectation())
    }

    private func isAlive(
        _ checks: [Check], said: DetailCollection = DetailCollection(), late: Set<ServiceName> = []
    ) async throws -> Bool {
        try await AwaitLiveness(checks: checks, runner: runner, clock: machine, limit: 5, late: { late })
            .perform(said.progress).alive
    }

    @Test func livenessIsWaitedForAndSaid() async throws {
        let asked = Mutex(0)
        http.on("live") { _ in
            let count = asked.withLock {
                $0 += 1; return $0
            }
            return HTTPProbeResponse(status: count < 4 ? 503 : 200, body: Data())
        }
        let said = DetailCollection()
        #expect(try await isAlive([check("live", liveness: true)], said: said))
        #expect(said.words == ["restored"] && asked.withLock(\.self) == 4)
    }

    @Test func everyCheckIsMadeOnceAndSaid() async throws {
        http.on("live")
        http.on("deep", status: 500)
        let said = DetailCollection()
        let report = try await VerifyPlatform(
            checks: [check("live", liveness: true), check("deep", critical: false, liveness: false)],
            unproved: ["schema"], runner: runner
        ).perform(said.progress)
        #expect(report.results.map(\.verdict) == [.healthy, .bad])
        #expect(report.outcome == .degraded && report.unproved == ["schema"])
        #expect(said.words == ["checked live", "checked deep"])
    }

    @Test func livenessThatNeverComes() async throws {
        http.on("live", status: 503)
        let said = DetailCollection()
        #expect(try await !isAlive([check("live", liveness: true)], said: said))
        #expect(machine.now() >= .seconds(5) && said.words == [])
    }

    /// But an address of no service still gets its time.
    @Test(arguments: [("web", true), ("other", false), (nil, false)] as [(ServiceName?, Bool)])
    func aServiceThatHasHadItsTimeIsNotWaitedForAgain(service: ServiceName?, hopeless: Bool) async throws {
        http.on("live", status: 503)
        var live = check("live", liveness: true)
        live.service = service
        #expect(try await !isAlive([live], late: ["web"]))
        #expect((machine.now() == .zero) == hopeless)
    }

    /// It may find its neighbour again within a moment; what the run did makes it come back no later.
    @Test func aServiceThatWasNotRestartedGetsAMoment() async throws {
        http.on("live", status: 503)
        var live = check("live", liveness: true)
        live.service = "web"
        let wait = AwaitLiveness(checks: [live], runner: runner, clock: machine, limit: 60, untouched: ["web"])
        #expect(try await !wait.perform(.silent).alive)
        #expect(machine.now() >= .seconds(5) && machine.now() < .seconds(6))
    }

    @Test func aMinorServiceIsNotWaitedFor() async throws {
        http.on("minor", status: 503)
        let said = DetailCollection()
        #expect(try await isAlive([check("minor", critical: false, liveness: true)], said: said))
        #expect(machine.now() == .zero && said.words == ["restored"])
    }
}

/// What a step says, in words.
final class DetailCollection: Sendable {
    private let kept = Mutex<[String]>([])
    var words: [String] { kept.withLock { $0 } }
    var progress: StepProgress {
        StepProgress { [self] detail in
            switch detail {
            case .checked(let result): kept.withLock { $0.append("checked \(result.check.name)") }
            case .serviceRestored: kept.withLock { $0.append("restored") }
            case .doing(let text), .warning(let text): kept.withLock { $0.append(text) }
            case .symptom(let symptom): kept.withLock { $0.append("\(symptom.service): \(symptom.what)") }
            default: kept.withLock { $0.append("other") }
            }
        }
    }
}
