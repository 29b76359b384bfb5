package import FoundationEssentials
package import RollbackCore
import Synchronization

/// A `ProcessRunning` that runs nothing: commands are answered as the test says, and a command that the test did
/// not expect fails, so that no test can touch the machine by oversight.
package final class ScriptedProcesses: ProcessRunning {
    package typealias Answer = @Sendable (Command) async throws -> CommandResult

    /// A command that no answer was registered for.
    package struct Unexpected: Error, Hashable {
        package var command: Command
    }

    private struct State {
        var answers: [(start: [String], answer: Answer)] = []
        var ran: [Command] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Commands run so far, the unexpected ones too.
    package var ran: [Command] { state.withLock { $0.ran } }

    /// Answers every command whose arguments begin like this; later registrations go first.
    package func on(_ start: String..., answer: @escaping Answer) {
        state.withLock { $0.answers.insert((start, answer), at: 0) }
    }

    package func on(_ start: String..., output: String = "", errors: String = "", status: Int32 = 0) {
        let result = CommandResult(status: status, output: Data(output.utf8), errors: Data(errors.utf8))
        state.withLock { $0.answers.insert((start, { _ in result }), at: 0) }
    }

    package func run(
        _ command: Command, input: Data, as identity: UserIdentity?, limit: Duration
    ) async throws -> CommandResult {
        let answer = state.withLock { state -> Answer? in
            state.ran.append(command)
            return state.answers.first { command.arguments.starts(with: $0.start) }?.answer
        }
        guard let answer else { throw Unexpected(command: command) }
        return try await answer(command)
    }
}
