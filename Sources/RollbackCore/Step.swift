/// What is true of a step's effect, asked of the world and not of the journal.
package enum Observation<Output: Sendable>: Sendable {
    case notApplied
    case applied(Output)
    /// Neither: half done, or changed by someone else.
    case unclear(String)
}

/// One thing done to the platform, which can be observed, performed and taken back.
///
/// Contract: `perform` and `undo` may run twice, and after a crash at any instant of an earlier call. `undo` gets
/// nil when `perform` never reported an output; it then takes back whatever a partial `perform` may have left.
/// An error means that the effect did not come about as a whole; what is left of it is for `undo`.
package protocol Step: Sendable {
    associatedtype Output: Codable & Sendable

    func observe() async throws -> Observation<Output>
    func perform(_ progress: StepProgress) async throws -> Output
    func undo(_ output: Output?, _ progress: StepProgress) async throws
}

extension Step {
    /// For steps whose effect leaves nothing to ask for: they are simply performed again.
    package func observe() async throws -> Observation<Output> { .notApplied }
    /// For steps without effects.
    package func undo(_ output: Output?, _ progress: StepProgress) async throws {}
}

/// The output of a step that has nothing to report.
package struct Nothing: Hashable, Codable, Sendable {
    package init() {}
}

/// How a step speaks while it works.
package struct StepProgress: Sendable {
    private let send: @Sendable (RunEvent.Detail) -> Void

    package init(_ send: @escaping @Sendable (RunEvent.Detail) -> Void) { self.send = send }
    package static let silent = StepProgress { _ in }
    package func callAsFunction(_ detail: RunEvent.Detail) { send(detail) }
}

/// Turns planned steps into steps. A kind that it does not know gives nil.
package protocol StepMaking: Sendable {
    func step(for planned: PlannedStep, in run: RunContext) throws -> AnyStep?
}

/// Where a run is and what it is about, for the steps made for it.
package struct RunContext: Hashable, Sendable {
    package var run: RunID
    package var plan: Plan
    /// The run's own folder in the state directory: captures and staged files live here.
    package var directory: String
    package var actor: String
    package var reason: String?

    package init(run: RunID, plan: Plan, directory: String, actor: String, reason: String?) {
        self.run = run
        self.plan = plan
        self.directory = directory
        self.actor = actor
        self.reason = reason
    }
}
