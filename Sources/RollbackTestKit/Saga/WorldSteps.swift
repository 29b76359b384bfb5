package import RollbackCore

extension World {
    /// A step for each of the plan's names.
    package func steps() -> [StepName: AnyStep] {
        plan.steps.reduce(into: [:]) { $0[$1.name] = step($1) }
    }

    private func step(_ planned: PlannedStep) -> AnyStep {
        AnyStep(
            observe: { try self.observe(planned) },
            perform: { _ in
                if self.behaviour(planned.name).twice { _ = try await self.perform(planned) }
                return try await self.perform(planned)
            },
            undo: { output, _ in
                if self.behaviour(planned.name).twice { try await self.undo(planned, output) }
                try await self.undo(planned, output)
            })
    }

    private func observe(_ planned: PlannedStep) throws -> Observation<JSONValue> {
        switch behaviour(planned.name).observing {
        case .unclear: return .unclear("it cannot be seen")
        case .failing: throw OnPurpose()
        case .truthful:
            switch self[planned.name] {
            case .start: return .notApplied
            case .half: return .unclear("it is half done")
            case .done: return .applied(try output(planned))
            }
        }
    }

    private func perform(_ planned: PlannedStep) async throws -> JSONValue {
        let behaviour = behaviour(planned.name)
        guard power.isOn else { throw PowerIsOff() }
        performs(planned)
        await Task.yield()
        if behaviour.fails == .start { throw OnPurpose() }
        try change(planned.name, to: .half)
        await Task.yield()
        if behaviour.fails != nil { throw OnPurpose() }
        try change(planned.name, to: .done)
        return try output(planned)
    }

    private func undo(_ planned: PlannedStep, _ recorded: JSONValue?) async throws {
        guard power.isOn else { throw PowerIsOff() }
        takesBack(planned)
        if let recorded, try recorded != output(planned) { violation("\(planned.name) was given another's output") }
        await Task.yield()
        if behaviour(planned.name).undoFails { throw OnPurpose() }
        if self[planned.name] == .done { try change(planned.name, to: .half) }
        if self[planned.name] == .half { try change(planned.name, to: .start) }
    }

    /// A verification without any check. Spelt out, because thousands of simulated runs need it.
    private static let nothingFound = JSONValue.object(["results": .array([]), "unproved": .array([])])

    private func output(_ planned: PlannedStep) throws -> JSONValue {
        guard planned.necessity == .verification else { return .object(["of": .string(planned.name.rawValue)]) }
        guard let report = behaviour(planned.name).report else { return Self.nothingFound }
        return try JSONValue(encoding: report)
    }
}
