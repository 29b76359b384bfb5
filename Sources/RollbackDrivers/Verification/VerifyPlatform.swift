package import RollbackCore

/// Proves that the platform is well.
struct VerifyPlatform: Step {
    static let kind: StepKind = "verify"
    /// Of the target as git stores it, while it is still being written beside the checkout.
    static let ahead: StepKind = "verify.ahead"

    let checks: [Check]
    let unproved: [String]
    let runner: CheckRunner

    func perform(_ progress: StepProgress) async throws -> VerificationReport {
        let results = await Verification.run(checks, runner)
        results.forEach { progress(.checked($0)) }
        return VerificationReport(results: results, unproved: unproved)
    }
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
