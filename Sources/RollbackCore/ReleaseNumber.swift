/// A release's number on its platform, `v41`. Order is by number, never by wall clock; no number is given twice.
package struct ReleaseNumber: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let number: Int
    package init(_ number: Int) { self.number = number }

    /// Reads `v41` (as printed) or `41`.
    package init?(text: String) {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits), number > 0
        else { return nil }
        self.number = number
    }

    package var description: String { "v\(number)" }
    package static func < (left: ReleaseNumber, right: ReleaseNumber) -> Bool { left.number < right.number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
