import Glibc

/// Looking into sources without parsing them.
enum Text {
    /// Whether a word stands anywhere in a text, by its bytes: most files of a project hold nothing to look for.
    static func holds(_ word: String, in text: String) -> Bool { strstr(text, word) != nil }

    static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    static func unquoted(_ text: some StringProtocol) -> String {
        let text = trimmed(text)
        guard let quote = text.first, quote == "\"" || quote == "'", text.count > 1, text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    /// What follows each occurrence of a text in a line.
    static func rests(after mark: String, in line: some StringProtocol) -> [Substring] {
        String(line).ranges(of: mark).map { String(line)[$0.upperBound...] }
    }

    /// The first string in quotes right here.
    static func leadingString(_ text: some StringProtocol) -> String? {
        let text = trimmed(text)
        guard let quote = text.first, quote == "\"" || quote == "'",
            let end = text.dropFirst().firstIndex(of: quote)
        else { return nil }
        return String(text[text.index(after: text.startIndex)..<end])
    }

    /// A port number that stands alone in a text.
    static func port(_ text: some StringProtocol) -> Int? {
        Int(trimmed(text)).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    /// The last number of a text that is a port: `int(os.getenv("PORT", "5000"))`.
    static func lastPort(in text: some StringProtocol) -> Int? {
        text.split { !$0.isASCII || !$0.isNumber }.reversed().lazy.compactMap { port($0) }.first { $0 >= 80 }
    }

    /// Letters, digits, `-`, `_` and `.`, as the configuration wants the names of services.
    static func serviceName(_ text: some StringProtocol) -> String {
        let kept = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        let name = String(kept.drop { !($0.isLetter || $0.isNumber) }.prefix(64))
        return name.isEmpty ? "service" : name
    }
}
