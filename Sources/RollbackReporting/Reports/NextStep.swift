/// One thing to do next: why, and the exact line to type.
package struct NextStep: Hashable, Codable, Sendable {
    package var why: String
    package var command: String

    package init(_ why: String, _ command: String) {
        self.why = SafeText.oneLine(why)
        self.command = SafeText.oneLine(command)
    }

    init(_ why: String, _ command: SuggestedCommand) { self.init(why, command.text) }
}
