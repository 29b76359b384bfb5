import FoundationEssentials
import RollbackCore
import Synchronization

/// Answers the commands that a test has registered, and fails on any other.
final class ScriptedHelpers: ProcessRunning {
    struct Unexpected: Error { let command: String }
    private let state = Mutex<(answers: [String: [CommandResult]], asked: [String])>(([:], []))
    private let effects = Mutex<[String: @Sendable () -> Void]>([:])

    /// Answers in turn, the last one again and again.
    func answer(_ command: String, status: Int32 = 0, _ output: String = "", errors: String = "") {
        let result = CommandResult(status: status, output: Data(output.utf8), errors: Data(errors.utf8))
        state.withLock { $0.answers[command, default: []].append(result) }
    }

    /// Answers well, and has an effect.
    func answer(_ command: String, _ effect: @escaping @Sendable () -> Void) {
        effects.withLock { $0[command] = effect }
        answer(command)
    }

    /// Other answers may follow in place of those that were registered.
    func forget(_ command: String) { state.withLock { $0.answers[command] = nil } }

    var asked: [String] { state.withLock { $0.asked } }

    func run(_ command: Command, input: Data, as identity: UserIdentity?, limit: Duration) async throws -> CommandResult
    {
        let text = Command(command.arguments).shellText
        effects.withLock { $0[text] }?()
        return try state.withLock { state in
            state.asked.append(text)
            guard let answers = state.answers[text], let first = answers.first else { throw Unexpected(command: text) }
            if answers.count > 1 { state.answers[text] = Array(answers.dropFirst()) }
            if first.status == 124 { throw Failure.timeLimit(what: text, seconds: limit.seconds) }
            return first
        }
    }
}
