/// HTML that is escaped by its type: in a literal of this type, interpolated strings become text, whatever they
/// contain, and only interpolated `HTML` stays markup.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }
    init(joining parts: [HTML], _ separator: String = "\n") { text = parts.map(\.text).joined(separator: separator) }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        mutating func appendInterpolation(_ parts: [HTML]) { text += HTML(joining: parts).text }
    }

    /// Safe as text and inside quoted attribute values.
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        return text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\r\n": result += "\n"
            default: result += SafeText.line(String(character))
            }
        }
    }

    /// Nothing of it needs an escape: true of most text, and quickly said.
    private static func isPlain(_ byte: UInt8) -> Bool {
        SafeText.isPlain(byte) && !"&<>\"'".utf8.contains(byte)
    }

    /// The markup, or nothing. In a ternary a bare literal would be a `String`, and so be shown as text.
    static func when(_ shown: Bool, _ markup: @autoclosure () -> HTML) -> HTML { shown ? markup() : "" }

    /// A link, when the address is one of the web; anything else (`javascript:`) stays text.
    static func link(_ address: String) -> HTML {
        let lowered = address.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else { return "\(address)" }
        return "<a href=\"\(address)\" rel=\"noopener noreferrer\">\(address)</a>"
    }
}
