/// Text from elsewhere (commit subjects, authors, log lines, what commands said) made harmless for a terminal.
///
/// A commit subject may carry escape sequences that clear the screen or forge lines, and marks that reverse the
/// reading direction (CVE-2021-42574); both are replaced by a visible `�`.
package enum SafeText {
    /// One line: line breaks and tabs become spaces, everything that steers a terminal becomes `�`.
    package static func oneLine(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return trimmed(text) }
        let spaced = String(String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? " " : harmless($0) }))
        return trimmed(spaced)
    }

    /// The lines of a text, each harmless, without empty ones at the end.
    package static func lines(_ text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line($0) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// One line whose leading spaces mean something: a log line.
    package static func line(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy(isPlain) { return String(text) }
        let scalars = text.unicodeScalars.map { $0 == "\t" ? " " : harmless($0) }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Whether a scalar steers a terminal or the reading direction instead of being read.
    package static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// Whether a byte is a visible character of ASCII or a space: text of nothing else needs no closer look.
    static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

    private static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        isSteering(scalar) ? "\u{FFFD}" : scalar
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" || scalar == "\t" }

    private static func trimmed(_ text: String) -> String {
        guard let start = text.firstIndex(where: { $0 != " " }), let end = text.lastIndex(where: { $0 != " " }) else {
            return ""
        }
        return String(text[start...end])
    }
}
