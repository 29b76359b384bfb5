/// The body of a function, initializer, subscript or computed property, and how many lines it takes with its
/// declaration.
struct SwiftBody: Equatable {
    var keyword: String
    var name: String
    var line: Int
    var lineCount: Int

    static func all(in tokens: [SwiftToken]) -> [SwiftBody] {
        tokens.indices.compactMap { body(at: $0, of: tokens) }
    }

    private static func body(at start: Int, of tokens: [SwiftToken]) -> SwiftBody? {
        guard start + 1 < tokens.count, start == 0 || ![".", "import"].contains(tokens[start - 1].text),
            let open = opening(at: start, of: tokens), let close = closing(of: open, in: tokens)
        else { return nil }
        let keyword = tokens[start]
        let name = keyword.text == "func" || keyword.text == "var" ? tokens[start + 1].text : keyword.text
        let lineCount = tokens[close].line - keyword.line + 1
        return SwiftBody(keyword: keyword.text, name: name, line: keyword.line, lineCount: lineCount)
    }

    /// Where the body of the declaration that begins here opens; nil where nothing is declared or it has no body.
    private static func opening(at start: Int, of tokens: [SwiftToken]) -> Int? {
        switch tokens[start].text {
        case "func", "subscript": afterParameters(from: start, of: tokens)
        case "init": "(<?!".contains(tokens[start + 1].text) ? afterParameters(from: start, of: tokens) : nil
        case "var": ofProperty(from: start, of: tokens)
        default: nil
        }
    }

    private static let declarations: Set = [
        "}", "func", "var", "let", "init", "static", "package", "private", "mutating", "associatedtype", "subscript",
        "nonisolated", "typealias", "struct", "enum", "class", "extension", "protocol", "import",
    ]

    private static func afterParameters(from start: Int, of tokens: [SwiftToken]) -> Int? {
        guard let open = tokens[start...].firstIndex(where: { $0.text == "(" }),
            let close = closing(of: open, in: tokens),
            let next = tokens[close...].firstIndex(where: { $0.text == "{" || declarations.contains($0.text) })
        else { return nil }
        return tokens[next].text == "{" ? next : nil
    }

    /// `var name: Type {` on one line.
    private static func ofProperty(from start: Int, of tokens: [SwiftToken]) -> Int? {
        guard start + 2 < tokens.count, tokens[start + 2].text == ":",
            let next = tokens[start...].firstIndex(where: { "{=})".contains($0.text) || $0.line > tokens[start].line })
        else { return nil }
        return tokens[next].text == "{" ? next : nil
    }

    private static func closing(of open: Int, in tokens: [SwiftToken]) -> Int? {
        var depth = 0
        for index in tokens.indices[open...] {
            if "([{".contains(tokens[index].text) { depth += 1 }
            if ")]}".contains(tokens[index].text) { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
