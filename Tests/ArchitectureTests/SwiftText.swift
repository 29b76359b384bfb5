/// Swift source with all that is not code blanked out: comments and the text of literals.
///
/// Every byte keeps its place. The quotes of literals stay, and so does what is interpolated into them, which is code.
struct SwiftText {
    private let source: [UInt8]
    private var output: [UInt8]
    private var index = 0

    static func code(of text: String) -> [UInt8] {
        var scanner = SwiftText(source: Array(text.utf8))
        while scanner.index < scanner.source.count { scanner.code() }
        return scanner.output
    }

    private init(source: [UInt8]) {
        self.source = source
        output = source
    }

    /// Code up to the end, or up to the parenthesis that closes an interpolation.
    private mutating func code() {
        var depth = 1
        while index < source.count {
            if !Self.special.contains(source[index]) {
                index += 1
            } else if at("//") {
                blank { $0.at("\n") }
            } else if at("/*") {
                blockComment()
            } else if let hashes = literalStart(quote: "\"") {
                literal(hashes)
            } else if let hashes = literalStart(quote: "/"), hashes > 0 || regexFollows() {
                regex(hashes)
            } else {
                if at("(") { depth += 1 }
                if at(")") { depth -= 1 }
                index += 1
                if depth == 0 { return }
            }
        }
    }

    /// The bytes with which something other than plain code can begin.
    private static let special: Set<UInt8> = Set("/\"#()".utf8)

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if at("/*") { depth += 1 } else if at("*/") { depth -= 1 }
            blank(at("/*") || at("*/") ? 2 : 1)
        } while depth > 0 && index < source.count
    }

    /// A string: plain or raw, on one line or many. An unterminated one ends with its line.
    private mutating func literal(_ hashes: Int) {
        let end = String(repeating: "#", count: hashes)
        index += hashes
        let many = at("\"\"\"\n")
        let quote = many ? "\"\"\"" : "\""
        index += quote.utf8.count
        while index < source.count, many || !at("\n") {
            if at(quote + end) {
                index += quote.utf8.count + hashes
                return
            }
            guard at("\\" + end) else {
                blank(1)
                continue
            }
            blank(1 + hashes)
            if at("(") {
                index += 1
                code()
            } else {
                blank(1)
            }
        }
    }

    private mutating func regex(_ hashes: Int) {
        let end = "/" + String(repeating: "#", count: hashes)
        blank(hashes + 1)
        while index < source.count, hashes > 0 || !at("\n") {
            if at(end) { return blank(end.utf8.count) }
            blank(at("\\") ? 2 : 1)
        }
    }
}

extension SwiftText {
    private func at(_ text: String) -> Bool {
        source[index...].starts(with: text.utf8)
    }

    /// The number of `#` before a quote that begins here.
    private func literalStart(quote: String) -> Int? {
        let hashes = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
        return source[(index + hashes)...].starts(with: quote.utf8) ? hashes : nil
    }

    /// A bare slash begins a regular expression where an operand is expected, and another one closes it on the line.
    private func regexFollows() -> Bool {
        let before = output[..<index].last { !" \n".utf8.contains($0) }
        let line = source[(index + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        guard let first = line.first, !" =".utf8.contains(first), line.contains(UInt8(ascii: "/")) else { return false }
        return before.map("(,=:[{".utf8.contains) ?? true
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where index < source.count {
            if source[index] != UInt8(ascii: "\n") { output[index] = UInt8(ascii: " ") }
            index += 1
        }
    }

    private mutating func blank(until end: (Self) -> Bool) {
        while index < source.count, !end(self) { blank(1) }
    }
}
