package import RollbackCore

/// Small matters of English, the same everywhere.
package enum Words {
    /// `1 file`, `12 files`.
    package static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// ` (v41)` behind a commit that is recorded as a release.
    package static func release(_ number: ReleaseNumber?) -> String { number.map { " (\($0))" } ?? "" }

    /// The text as a whole sentence: trimmed, and with a full stop unless it ends in a mark of its own.
    package static func sentence(_ text: String) -> String {
        let text = SafeText.oneLine(text)
        guard let last = text.last, !".!?:…".contains(last) else { return text }
        return text + "."
    }

    /// The first letter in upper case; the rest is left as it is.
    package static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// Whether the target's code runs on the database as it is now, in words.
    package static func schema(_ fit: SchemaFit) -> String {
        switch fit {
        case .compatible: "fits: the target's code runs on today's database schema"
        case .breaking: "BREAKS: the target's code does not run on today's database schema"
        case .unknown: "unknown whether the target's code runs on today's database schema"
        }
    }
}
