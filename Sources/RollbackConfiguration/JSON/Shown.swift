/// Text from a file, made safe to print: no control or format character reaches a terminal, and nothing is long.
enum Shown {
    private static let limit = 60

    static func quoted(_ text: String) -> String { "\"\(plain(text))\"" }

    static func plain(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(limit).map(scalar).joined()
        return text.unicodeScalars.count > limit ? shown + "…" : shown
    }

    private static func scalar(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: String(scalar)
        }
    }

    /// `"a", "b" or "c"`.
    static func alternatives(_ words: [String]) -> String {
        let quoted = words.map(quoted)
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
