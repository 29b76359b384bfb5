/// The words of a statement of SQLite's, as its tokenizer cuts them (sqlite.org/lang.html, "tokenize.c"): names in any
/// quotes, texts, numbers, signs. Comments and blanks are none.
struct SQLTokens {
    struct Token: Hashable {
        enum Kind: Hashable { case word, quoted, text, sign }

        var kind: Kind
        var bytes: Range<Int>
        /// Between which brackets it stands; those themselves stand outside.
        var depth: Int
        /// A name without its quotes; everything else as it is written.
        var value: String

        func isWord(_ word: String) -> Bool { kind == .word && value.uppercased() == word }
    }

    let source: [UInt8]
    private(set) var tokens: [Token] = []

    init(_ text: String) {
        source = Array(text.utf8)
        var place = 0
        var depth = 0
        while let end = blankEnd(place) {
            let token = token(from: end, &depth)
            tokens.append(token)
            place = token.bytes.upperBound
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

    /// Where the next token begins.
    private func blankEnd(_ start: Int) -> Int? {
        var place = start
        while place < source.count {
            if Self.blanks.contains(source[place]) {
                place += 1
            } else if starts(place, "--") {
                place = source[place...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
            } else if starts(place, "/*") {
                place = end(of: "*/", from: place + 2)
            } else {
                return place
            }
        }
        return nil
    }

    private func token(from start: Int, _ depth: inout Int) -> Token {
        let byte = source[start]
        if let quote = Self.quotes[byte] {
            let end = quotedEnd(start + 1, quote)
            let isText = byte == UInt8(ascii: "'")
            let value = isText ? text(start..<end) : unquoted(start..<end, quote)
            return Token(kind: isText ? .text : .quoted, bytes: start..<end, depth: depth, value: value)
        }
        if Self.isName(byte) {
            let end = source[start...].firstIndex { !Self.isName($0) && $0 != UInt8(ascii: ".") } ?? source.count
            // A dot belongs to a number only.
            let cut = Self.isDigit(byte) ? end : source[start...].firstIndex { !Self.isName($0) } ?? source.count
            return Token(kind: .word, bytes: start..<cut, depth: depth, value: text(start..<cut))
        }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        defer { if byte == UInt8(ascii: "(") { depth += 1 } }
        return Token(kind: .sign, bytes: start..<start + 1, depth: depth, value: text(start..<start + 1))
    }

    private func quotedEnd(_ start: Int, _ quote: UInt8) -> Int {
        var place = start
        while place < source.count {
            if source[place] == quote {
                // Doubled, it stands for itself; a bracket does not.
                guard quote != UInt8(ascii: "]"), place + 1 < source.count, source[place + 1] == quote else {
                    return place + 1
                }
                place += 1
            }
            place += 1
        }
        return source.count
    }

    private func unquoted(_ range: Range<Int>, _ quote: UInt8) -> String {
        let inner = text(range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1))
        let sign = String(decoding: [quote], as: UTF8.self)
        return inner.replacing(sign + sign, with: sign)
    }

    private func starts(_ place: Int, _ text: String) -> Bool { source[place...].starts(with: text.utf8) }

    private func end(of text: String, from start: Int) -> Int {
        var place = start
        while place < source.count, !starts(place, text) { place += 1 }
        return min(source.count, place + text.utf8.count)
    }

    private static let blanks: Set<UInt8> = [9, 10, 12, 13, 32]
    private static let quotes: [UInt8: UInt8] = [
        UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "`"): UInt8(ascii: "`"),
        UInt8(ascii: "["): UInt8(ascii: "]"),
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isName(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte >= 128 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
    }
}

extension SQLTokens {
    /// The same statement in one line, without comments, and with quotes only where a name needs them.
    static func plain(_ text: String) -> String {
        let parts = SQLTokens(text).tokens.map { $0.kind == .quoted ? SQLiteName.plain($0.value) : $0.value }
        return parts.reduce(into: "") { line, part in
            let tight = line.isEmpty || line.hasSuffix("(") || line.hasSuffix(".") || [")", ",", "."].contains(part)
            line += tight ? part : " \(part)"
        }
    }
}

/// Names as statements need them.
enum SQLiteName {
    static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    /// Without quotes where it reads the same without.
    static func plain(_ name: String) -> String {
        let letters = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
        }
        let first = name.utf8.first.map { $0 > UInt8(ascii: "9") } ?? false
        return letters && first && !reserved.contains(name.uppercased()) ? name : quoted(name)
    }

    /// Those of sqlite.org/lang_keywords.html that SQLite's parser takes for no name.
    private static let reserved: Set = [
        "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT",
        "CONSTRAINT", "CREATE", "CROSS", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE",
        "EXCEPT", "EXISTS", "FOREIGN", "FROM", "FULL", "GROUP", "HAVING", "IN", "INDEX", "INNER", "INSERT", "INTERSECT",
        "INTO", "IS", "ISNULL", "JOIN", "LEFT", "LIMIT", "NATURAL", "NOT", "NOTHING", "NOTNULL", "NULL", "ON", "OR",
        "ORDER", "OUTER", "PRIMARY", "REFERENCES", "RETURNING", "RIGHT", "SELECT", "SET", "TABLE", "THEN", "TO",
        "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHERE", "WINDOW",
    ]
}
