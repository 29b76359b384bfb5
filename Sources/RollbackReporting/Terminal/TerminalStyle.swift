/// How text may be shown where it goes.
package struct TerminalStyle: Hashable, Sendable {
    /// Lines may be redrawn and carry signs: a terminal, with a person in front of it.
    package var live: Bool
    package var colour: Bool

    package init(live: Bool, colour: Bool) {
        self.live = live
        self.colour = colour
    }

    package static let plain = TerminalStyle(live: false, colour: false)

    /// The text in the colour of its tone; SGR codes of ECMA-48 that every terminal knows.
    package func painted(_ text: String, _ tone: EventLine.Tone) -> String {
        guard colour, let code = Self.code(tone) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private static func code(_ tone: EventLine.Tone) -> String? {
        switch tone {
        case .heading: "1"
        case .note: "2"
        case .begun: nil
        case .good: "32"
        case .bad: "1;31"
        case .warning: "33"
        case .restored: "1;32"
        }
    }
}
