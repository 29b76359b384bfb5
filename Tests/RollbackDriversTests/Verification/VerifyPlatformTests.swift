import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Synchronization
import Testing

/// Liveness first, and as long as it may take.
struct VerifyPlatformTests {
    private let http = ScriptedHTTP()
    private let machine = SimulatedMachine()

    private func check(_ name: String, critical: Bool = true, liveness: Bool) -> Check {
        Check(name: name, probe: .http(Endpoint(name: name, url: name)), critical: critical, liveness: liveness)
    }

    private func verify(_ checks: [Check], said: DetailCollection, isLate: Bool = false) async throws -> VerificationReport
    {
        let runner = CheckRunner(
            effects: .failing(table: machine, http: http, clock: machine), services: [], managers: ServiceManagers([]),
            git: nil, root: "/", scope: CodeScope(prefix: ""), target: nil)
        return try await VerifyPlatform(
            checks: checks, unproved: ["schema"], runner: runner, clock: machine, limit: 5, isLate: { isLate }
        ).perform(said.progress)
    }

    @Test func livenessIsWaitedForAndSaidBeforeTheRest() async throws {
        let asked = Mutex(0)
        http.on("live") { _ in
            let count = asked.withLock {
                $0 += 1; return $0
            }
            return HTTPProbeResponse(status: count < 4 ? 503 : 200, body: Data())
        }
        http.on("deep", status: 500)
        let said = DetailCollection()
        let report = try await verify(
            [check("deep", critical: false, liveness: false), check("live", liveness: true)], said: said)
        #expect(
            report.results.map(\.check.name) == ["live", "deep"] && report.results.map(\.verdict) == [.healthy, .bad])
        #expect(report.outcome == .degraded && report.unproved == ["schema"])
        #expect(said.words == ["checked live", "restored", "checked deep"])
        #expect(asked.withLock(\.self) == 4)
    }

    @Test func livenessThatNeverComes() async throws {
        http.on("live", status: 503)
        http.on("minor", status: 503)
        let said = DetailCollection()
        let report = try await verify(
            [check("live", liveness: true), check("minor", critical: false, liveness: true)], said: said)
        #expect(report.outcome == .unhealthy && machine.now() >= .seconds(5))
        #expect(said.words == ["checked live", "checked minor"])
    }

    @Test func aServiceThatHasHadItsTimeIsNotWaitedForAgain() async throws {
        http.on("live", status: 503)
        let report = try await verify([check("live", liveness: true)], said: DetailCollection(), isLate: true)
        #expect(report.outcome == .unhealthy && machine.now() == .zero)
    }

    @Test func aMinorServiceIsNotWaitedFor() async throws {
        http.on("minor", status: 503)
        let said = DetailCollection()
        let report = try await verify([check("minor", critical: false, liveness: true)], said: said)
        #expect(report.outcome == .degraded && machine.now() == .zero && said.words == ["checked minor", "restored"])
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
