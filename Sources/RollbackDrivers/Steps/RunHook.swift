import RollbackCore

/// Runs a platform's own command around a stage.
struct RunHook: Step {
    static let kind: StepKind = "hook"

    struct Output: Codable, Sendable {
        var said: String
    }

    let hook: Hook
    let context: RunContext
    let processes: any ProcessRunning
    /// Takes secrets out of what it says.
    var mask: @Sendable (String) -> String = { $0 }

    func observe() async throws -> Observation<Output> {
        hook.repeatable ? .notApplied : .unclear("the hook \(hook.name) may have run, and is not to run twice")
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        var command = hook.command
        command.directory = command.directory ?? context.plan.root
        command.environment.merge([
            "LASTGOOD_RUN": context.run.description, "LASTGOOD_TARGET": context.plan.target.id.rawValue,
            "LASTGOOD_BAD_RELEASE": context.plan.current.rawValue, "LASTGOOD_STAGE": hook.stage,
        ]) { $1 }
        progress(.doing(hook.command.shellText))
        let result = try await processes.require(command, limit: .seconds(hook.limit))
        return Output(said: mask(String(result.text.suffix(2000))))
    }
}
