import RollbackCore
import RollbackEngine
import Synchronization

/// A person at the terminal: answers in their order, and from then on always the last one.
final class ScriptedPace: Pacing {
    private struct State {
        var choices: [PaceChoice]
        var asked: [PaceQuestion] = []
    }

    private let state: Mutex<State>
    private let rest: PaceChoice

    init(_ choices: PaceChoice..., rest: PaceChoice = .perform) {
        state = Mutex(State(choices: choices))
        self.rest = rest
    }

    /// Each question so far: the step's name, or nil for the run's end.
    var asked: [PaceQuestion] { state.withLock { $0.asked } }
    var steps: [StepName?] { asked.map { $0.step?.name } }

    func choice(_ question: PaceQuestion) async throws -> PaceChoice {
        state.withLock { state in
            state.asked.append(question)
            return state.choices.isEmpty ? rest : state.choices.removeFirst()
        }
    }
}
