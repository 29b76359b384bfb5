/// How wide text is on a terminal, and text made to fit.
package enum Columns {
    /// Columns that a text takes: 2 for East Asian wide characters and emoji, 1 for the others.
    package static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// The text cut to a number of columns, with `…` where something is missing.
    package static func fitted(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (kept, used) = ("", 1)
        for character in text {
            used += width(character)
            if used > columns { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text with spaces after it up to a number of columns.
    package static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(text)))
    }

    /// The text with spaces before it up to a number of columns.
    package static func aligned(_ text: String, to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - width(text))) + text
    }

    /// The wide ranges of Unicode's EastAsianWidth.txt, in the coarse form that terminals use.
    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.properties.generalCategory == .nonspacingMark { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
