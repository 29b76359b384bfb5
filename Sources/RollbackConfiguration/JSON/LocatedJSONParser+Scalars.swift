extension LocatedJSONParser {
    /// `true`, `false` or `null`.
    mutating func word(after key: String?) throws(JSONSyntaxError) -> LocatedJSON.Value {
        let start = scanner.position
        if scanner.next == Byte.apostrophe { throw error("strings stand in double quotes, found a single quote") }
        let word = scanner.take { $0 | 0x20 >= Byte.a && $0 | 0x20 <= Byte.z }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "": throw expected(key.map { "a value for \(Shown.quoted($0))" } ?? "a value")
        case _ where ["true", "false", "null"].contains(word.lowercased()):
            throw error("\(Shown.plain(word)) is written \(word.lowercased()) in JSON", at: start)
        default: throw error("\(Shown.plain(word)) is not a JSON value; strings stand in double quotes", at: start)
        }
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, RFC 8259 section 6.
    mutating func number() throws(JSONSyntaxError) -> LocatedJSON.Value {
        let start = scanner.position
        var text = scanner.take(Byte.minus) ? "-" : ""
        let leadsWithZero = scanner.next == Byte.zero
        let whole = try digits()
        if leadsWithZero && whole.count > 1 { throw error("a number does not begin with 0", at: start) }
        text += whole
        let fraction = try self.fraction()
        text += fraction
        guard fraction.isEmpty, let integer = Int(text) else { return try finite(text, at: start) }
        return .integer(integer)
    }

    private mutating func fraction() throws(JSONSyntaxError) -> String {
        var text = ""
        if scanner.take(Byte.point) { text += "." + (try digits()) }
        guard let mark = scanner.next, mark | 0x20 == Byte.e else { return text }
        scanner.advance()
        text += "e"
        if scanner.take(Byte.minus) { text += "-" } else { _ = scanner.take(Byte.plus) }
        return text + (try digits())
    }

    private mutating func digits() throws(JSONSyntaxError) -> String {
        let text = scanner.take { $0 >= Byte.zero && $0 <= Byte.nine }
        guard !text.isEmpty else { throw expected("a digit") }
        return text
    }

    private func finite(_ text: String, at start: TextPosition) throws(JSONSyntaxError) -> LocatedJSON.Value {
        guard let number = Double(text), number.isFinite else { throw error("the number is too large", at: start) }
        return .number(number)
    }
}
