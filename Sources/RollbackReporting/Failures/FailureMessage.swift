/// A failure in words: what happened and where, what was expected, and what to do.
package struct FailureMessage: Hashable, Sendable {
    /// One or more lines; the first says what happened and where.
    package var happened: [String]
    package var expected: String?
    /// What to do, one sentence each.
    package var advice: [String]
    /// The exact lines to type, most useful first.
    package var commands: [String]

    package init(
        _ happened: String, details: [String] = [], expected: String? = nil, advice: String...,
        commands: [SuggestedCommand] = []
    ) {
        self.happened = [Words.sentence(happened)] + details.map { SafeText.line($0) }
        self.expected = expected.map(Words.sentence)
        self.advice = advice.map(Words.sentence)
        self.commands = commands.map { SafeText.oneLine($0.text) }
    }

    /// The message as lines of text, the commands indented so that they can be picked out and copied.
    package var lines: [String] {
        let happened = happened.enumerated().map { $0.offset == 0 ? $0.element : "  \($0.element)" }
        return happened + [expected].compactMap { $0 } + advice + commands.map { "  \($0)" }
    }

    package var text: String { lines.joined(separator: "\n") }
}
