/// Markdown (CommonMark, with GitHub's tables) in which text from elsewhere stays text.
enum Markdown {
    /// Every ASCII punctuation character may be escaped by a backslash (CommonMark 0.31, 2.4); these can mean
    /// something inside a line. `<`, `>` and `&` become entities, for renderers that let HTML through, and the
    /// colon of an address does, so that text from elsewhere gives no links.
    private static let escaped = Set<Character>("\\`*_[]|~$")
    /// These mean something at the beginning of a line only.
    private static let leading = Set<Character>("#+-=")

    static func text(_ text: String) -> String {
        SafeText.oneLine(text).reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case ":" where result.hasSuffix("http") || result.hasSuffix("https"): result += "&#58;"
            case _ where escaped.contains(character) || (result.isEmpty && leading.contains(character)):
                result += "\\\(character)"
            default: result.append(character)
            }
        }
    }

    /// An address of the platform's own configuration as a link, when it is one of the web and nothing in it could
    /// end the link; anything else stays text.
    static func link(_ address: String) -> String {
        let web = address.hasPrefix("https://") || address.hasPrefix("http://")
        let whole = address.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 && $0 != "<" && $0 != ">" }
        return web && whole && !address.contains("|") ? "<\(address)>" : text(address)
    }

    /// Text whose addresses of the web are links.
    static func linked(_ text: String) -> String {
        SafeText.oneLine(text).split(separator: " ").enumerated().map { place, word in
            word.hasPrefix("http") ? link(String(word)) : self.text((place == 0 ? "" : " ") + word)
        }.joined(separator: " ")
    }

    /// Text in a code span, whose fence is longer than any run of backquotes inside (CommonMark 6.1). Inside a
    /// table a bar would end the cell even in code, hence the escape, which GitHub's tables take away again.
    static func code(_ text: String, inTable: Bool = true) -> String {
        let text = SafeText.oneLine(text)
        let fence = String(repeating: "`", count: longestRun(in: text) + 1)
        let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        let inner =
            inTable ? text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") : text
        return text.isEmpty ? "" : fence + padding + inner + padding + fence
    }

    /// Lines in a fenced block that they cannot close (CommonMark 4.5).
    static func block(_ lines: [String]) -> [String] {
        let lines = lines.flatMap { SafeText.lines($0) }
        let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
        return [fence + "text"] + lines + [fence]
    }

    /// A heading with a list under it; nothing for an empty list.
    static func list(_ heading: String, _ items: [String]) -> [String] {
        items.isEmpty ? [] : ["## \(heading)", ""] + items.map { "- \($0)" }
    }

    /// Facts as a table. Labels and values are Markdown already.
    static func table(_ facts: [(String, String)]) -> [String] {
        ["| | |", "|---|---|"] + facts.map { "| \($0.0) | \($0.1) |" }
    }

    private static func longestRun(in text: String) -> Int {
        text.reduce(into: (longest: 0, run: 0)) { state, character in
            state.run = character == "`" ? state.run + 1 : 0
            state.longest = max(state.longest, state.run)
        }.longest
    }
}
