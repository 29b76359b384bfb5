package import RollbackCore

/// One thing that an emergency will need, as `doctor` found it.
package struct Finding: Hashable, Sendable {
    package enum Grade: String, Sendable {
        case ok
        /// A rollback works, and something of it would not be as good as it could.
        case warning
        /// A rollback would fail, or stop for a person.
        case problem
    }

    package var grade: Grade
    /// What it is about, in a word or two: `service fastapi`.
    package var subject: String
    /// What was found.
    package var text: String
    /// What to do about it, in one sentence.
    package var advice: String?
    /// The line to type, where there is one.
    package var command: String?

    package init(
        _ grade: Grade, _ subject: String, _ text: String, advice: String? = nil, command: String? = nil
    ) {
        self.grade = grade
        self.subject = subject
        self.text = text
        self.advice = advice
        self.command = command
    }

    package init(
        _ grade: Grade, _ subject: String, _ text: String, advice: String, command: SuggestedCommand
    ) {
        self.init(grade, subject, text, advice: advice, command: command.text)
    }

    /// A failure that a rollback would meet too, with the way out of it.
    package init(_ grade: Grade, _ subject: String, _ failure: Failure) {
        let message = FailureText.message(for: failure)
        // Whoever asks doctor has looked already: what acts comes first.
        let looks = [SuggestedCommand.status, .verify].map(\.text)
        self.init(
            grade, subject, message.happened.joined(separator: " "), advice: message.advice.first,
            command: message.commands.first { !looks.contains($0) } ?? message.commands.first)
    }
}
