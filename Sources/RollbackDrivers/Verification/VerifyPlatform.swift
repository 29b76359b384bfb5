package import RollbackCore

/// Proves that the platform is well: liveness first, because that is what people wait for, then every other check.
struct VerifyPlatform: Step {
    static let kind: StepKind = "verify"

    let checks: [Check]
    let unproved: [String]
    let runner: CheckRunner
    let clock: any TimeKeeping
    /// Seconds that liveness may take to come back.
    let limit: Double
    /// True when a service has had its whole time already, in vain.
    var isLate: @Sendable () -> Bool = { false }

    func perform(_ progress: StepProgress) async throws -> VerificationReport {
        let liveness = await untilAlive(checks.filter(\.liveness))
        liveness.forEach { progress(.checked($0)) }
        if liveness.allSatisfy({ !$0.check.critical || $0.verdict == .healthy }) { progress(.serviceRestored) }
        let others = await all(checks.filter { !$0.liveness })
        others.forEach { progress(.checked($0)) }
        return VerificationReport(results: liveness + others, unproved: unproved)
    }

    private func untilAlive(_ checks: [Check]) async -> [CheckResult] {
        let end = clock.now() + .seconds(isLate() ? 0 : limit)
        while true {
            let results = await all(checks)
            let alive = results.allSatisfy { !$0.check.critical || $0.verdict == .healthy }
            if alive || clock.now() >= end { return results }
            do { try await clock.sleep(.milliseconds(50)) } catch { return results }
        }
    }

    private func all(_ checks: [Check]) async -> [CheckResult] { await Verification.run(checks, runner) }
}

/// Runs checks at the same time and gives their results in the checks' order.
package enum Verification {
    package static func run(_ checks: [Check], _ runner: CheckRunner) async -> [CheckResult] {
        await withTaskGroup(of: (Int, CheckResult).self) { group in
            for (place, check) in checks.enumerated() { group.addTask { (place, await runner.run(check)) } }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
