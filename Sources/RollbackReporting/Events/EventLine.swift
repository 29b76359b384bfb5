/// What an event means to a person, in a line, before it is drawn anywhere.
package struct EventLine: Hashable, Codable, Sendable {
    package enum Tone: String, Codable, Sendable {
        case heading
        case note
        case begun
        case good
        case bad
        case warning
        /// The line people wait for.
        case restored
    }

    package var tone: Tone
    package var text: String
    /// Further lines that belong to it: what a failing service said.
    package var more: [String]

    package init(_ tone: Tone, _ text: String, more: [String] = []) {
        self.tone = tone
        self.text = SafeText.oneLine(text)
        self.more = more.map { SafeText.line($0) }
    }
}

extension EventLine.Tone {
    /// The sign before a line on a terminal and in documents.
    package var mark: String {
        switch self {
        case .good, .restored: "✓"
        case .bad: "✗"
        case .warning: "!"
        case .heading, .note, .begun: "·"
        }
    }

    /// The same in letters, for plain lines that programs and log viewers read.
    package var word: String {
        switch self {
        case .good: "ok"
        case .bad: "FAILED"
        case .warning: "warning"
        case .restored: "OK"
        case .heading, .note, .begun: "-"
        }
    }
}
