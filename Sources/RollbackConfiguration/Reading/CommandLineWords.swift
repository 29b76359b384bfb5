/// Splits a command line into arguments by the quoting rules of POSIX.1-2017, Shell Command Language 2.2.
///
/// No shell runs, so everything that only a shell could do is refused: passed on literally it would start
/// something else than the writer meant.
struct CommandLineWords {
    struct Refusal: Error {
        var message: String
    }

    private var rest: Substring
    private var words: [String] = []
    /// Nil between words; quotes begin a word even when they are empty.
    private var word: String?

    static func split(_ line: String) throws(Refusal) -> [String] {
        var splitter = CommandLineWords(rest: line[...])
        try splitter.run()
        return splitter.words
    }

    private init(rest: Substring) { self.rest = rest }

    private mutating func run() throws(Refusal) {
        while let character = rest.popFirst() {
            switch character {
            case " ", "\t", "\n", "\r\n": endWord()
            case "'": append(try quoted(by: "'"))
            case "\"": try doubleQuoted()
            case "\\": append(String(rest.popFirst() ?? "\\"))
            case "|", "&", ";", "<", ">", "(", ")", "$", "`", "*", "?": throw refusal(character)
            case "#" where word == nil, "~" where word == nil: throw refusal(character)
            default: append(String(character))
            }
        }
        endWord()
        try refuseAssignment()
    }

    private mutating func append(_ text: String) { word = (word ?? "") + text }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }

    private mutating func quoted(by end: Character) throws(Refusal) -> String {
        guard let close = rest.firstIndex(of: end) else {
            throw Refusal(message: "the quote \(end) is not closed")
        }
        defer { rest = rest[rest.index(after: close)...] }
        return String(rest[..<close])
    }

    private mutating func doubleQuoted() throws(Refusal) {
        append("")
        while let character = rest.popFirst() {
            switch character {
            case "\"": return
            case "$", "`": throw refusal(character)
            case "\\" where rest.first.map("$`\"\\".contains) ?? false: append(String(rest.removeFirst()))
            default: append(String(character))
            }
        }
        throw Refusal(message: "the quote \" is not closed")
    }

    private func refusal(_ character: Character) -> Refusal {
        let way = #"quote it, or write ["sh", "-c", "…"]"#
        return Refusal(message: "'\(character)' means something only to a shell, and none is used; \(way)")
    }

    private func refuseAssignment() throws(Refusal) {
        guard let first = words.first, let equals = first.firstIndex(of: "="),
            Words.isVariableName(String(first[..<equals]))
        else { return }
        throw Refusal(message: #"\#(Shown.quoted(first)) sets a variable; variables stand in "environment""#)
    }
}
