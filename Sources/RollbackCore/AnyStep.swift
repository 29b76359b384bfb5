/// A step whose output is its JSON form: what the engine and the journal work with.
package struct AnyStep: Sendable {
    package var observe: @Sendable () async throws -> Observation<JSONValue>
    package var perform: @Sendable (StepProgress) async throws -> JSONValue
    package var undo: @Sendable (JSONValue?, StepProgress) async throws -> Void

    package init(
        observe: @escaping @Sendable () async throws -> Observation<JSONValue>,
        perform: @escaping @Sendable (StepProgress) async throws -> JSONValue,
        undo: @escaping @Sendable (JSONValue?, StepProgress) async throws -> Void
    ) {
        self.observe = observe
        self.perform = perform
        self.undo = undo
    }

    package init(_ step: some Step) {
        self.init(
            observe: { try await Self.observation(of: step) },
            perform: { try JSONValue(encoding: await step.perform($0)) },
            undo: { try await Self.undo(step, $0, $1) })
    }

    private static func observation<S: Step>(of step: S) async throws -> Observation<JSONValue> {
        switch try await step.observe() {
        case .notApplied: .notApplied
        case .applied(let output): .applied(try JSONValue(encoding: output))
        case .unclear(let why): .unclear(why)
        }
    }

    private static func undo<S: Step>(_ step: S, _ output: JSONValue?, _ progress: StepProgress) async throws {
        try await step.undo(output?.decoded(as: S.Output.self), progress)
    }
}
