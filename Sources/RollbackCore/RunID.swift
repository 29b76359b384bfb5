/// One run's number on its platform. Order is by number, never by wall clock.
package struct RunID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let number: Int
    package init(_ number: Int) { self.number = number }

    /// Reads `run-7` (as printed) or `7`.
    package init?(text: String) {
        let digits = text.hasPrefix("run-") ? text.dropFirst(4) : text[...]
        guard let number = Int(digits), number > 0 else { return nil }
        self.number = number
    }

    package var description: String { "run-\(number)" }
    package static func < (left: RunID, right: RunID) -> Bool { left.number < right.number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
