import RollbackCore

/// Waits until the platform is alive again, which is what people wait for, and says so at once.
struct AwaitLiveness: Step {
    static let kind: StepKind = "liveness"

    struct Output: Codable, Sendable {
        var alive: Bool
    }

    /// Liveness checks only; at least one.
    let checks: [Check]
    let runner: CheckRunner
    let clock: any TimeKeeping
    /// Seconds.
    let limit: Double
    /// Services that have had their whole time already, in vain: nobody waits for them again.
    var late: @Sendable () -> Set<ServiceName> = { [] }
    /// Services that this run does not restart: nothing that it did makes them come back, but they may need a moment to
    /// find those again that they depend on.
    var untouched: Set<ServiceName> = []

    private static let moment = Duration.seconds(5)

    /// Never throws for what is not alive: the verification that follows judges it.
    func perform(_ progress: StepProgress) async throws -> Output {
        let began = clock.now()
        let end = began + .seconds(limit)
        while true {
            let missing = await Verification.run(checks, runner).filter { $0.check.critical && $0.verdict != .healthy }
            if missing.isEmpty {
                progress(.serviceRestored)
                return Output(alive: true)
            }
            let late = late().union(clock.now() < began + Self.moment ? [] : untouched)
            let hopeless = missing.allSatisfy { $0.check.service.map(late.contains) ?? false }
            if hopeless || clock.now() >= end { return Output(alive: false) }
            try await clock.sleep(.milliseconds(50))
        }
    }
}
