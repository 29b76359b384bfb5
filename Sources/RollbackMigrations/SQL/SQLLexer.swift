/// Takes SQL apart into words: comments, texts, dollar quotes and quoted names are passed over whole (PostgreSQL's manual,
/// 4.1; sqlite.org/lang_expr.html).
struct SQLLexer {
    private let bytes: [UInt8]
    private let dialect: SQLDialect
    private(set) var position = 0
    /// That `position` stands in, from 1.
    private(set) var line: Int

    init(_ bytes: [UInt8], as dialect: SQLDialect, line: Int) {
        self.bytes = bytes
        self.dialect = dialect
        self.line = line
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// - Returns: false at the end.
    mutating func skipSpace() throws(SQLTrouble) -> Bool {
        while let byte = peek {
            if byte == 32 || (9...13).contains(byte) {
                step()
            } else if at("--") {
                while let byte = peek, byte != 10 { step() }
            } else if at("/*") {
                try skipComment()
            } else {
                return true
            }
        }
        return false
    }

    /// Comments hold comments in PostgreSQL and do not elsewhere; MySQL runs what stands in `/*! … */`.
    private mutating func skipComment() throws(SQLTrouble) {
        let start = line
        if dialect == .unknown, at("/*!") { throw SQLTrouble(line: start, why: "`/*!` is no comment everywhere") }
        var depth = 1
        step(2)
        while depth > 0, peek != nil {
            if at("*/") {
                depth -= 1
                step(2)
            } else if at("/*"), dialect != .sqlite {
                guard dialect == .postgres else {
                    throw SQLTrouble(
                        line: line, why: "a comment in a comment means something else from one to the next")
                }
                depth += 1
                step(2)
            } else {
                step()
            }
        }
        // SQLite ends a comment with the text.
        if depth > 0, dialect != .sqlite { throw SQLTrouble(line: start, why: "a comment has no end") }
    }

    /// The next one, where there is one: `skipSpace` has said so.
    mutating func token() throws(SQLTrouble) -> SQLToken {
        guard let byte = peek else { return .text }
        switch byte {
        case UInt8(ascii: "'"): return try text(escapes: false)
        case UInt8(ascii: "\""): return try quotedName(byte)
        case UInt8(ascii: "`") where dialect != .postgres: return try quotedName(byte)
        case UInt8(ascii: "[") where dialect == .sqlite: return try quotedName(UInt8(ascii: "]"))
        case UInt8(ascii: "$") where dialect != .sqlite: return try dollarText()
        case UInt8(ascii: "\\"): throw SQLTrouble(line: line, why: "psql's own commands are no SQL")
        case UInt8(ascii: "#") where dialect == .unknown:
            throw SQLTrouble(line: line, why: "`#` means something else from one database to the next")
        default: return try plain(byte)
        }
    }

    private mutating func plain(_ byte: UInt8) throws(SQLTrouble) -> SQLToken {
        if Self.isDigit(byte) {
            _ = take { Self.isWord($0) || $0 == UInt8(ascii: ".") }
            return .number
        }
        guard Self.isWord(byte) else {
            step()
            return .symbol(byte)
        }
        let isDollarPart = dialect == .postgres
        let word = take { Self.isWord($0) || isDollarPart && $0 == UInt8(ascii: "$") }.lowercased()
        guard peek == UInt8(ascii: "'"), ["e", "n", "b", "x"].contains(word) else { return .word(word) }
        return try text(escapes: word == "e" && dialect != .sqlite)
    }

    /// A backslash before the closing quote ends the text in PostgreSQL and SQLite, and does not in MySQL.
    private mutating func text(escapes: Bool) throws(SQLTrouble) -> SQLToken {
        let start = line
        step()
        while let byte = peek {
            step()
            if byte == UInt8(ascii: "\\") {
                guard escapes || dialect != .unknown || peek != UInt8(ascii: "'") else {
                    throw SQLTrouble(line: line, why: "`\\'` means something else from one database to the next")
                }
                if escapes, peek != nil { step() }
            } else if byte == UInt8(ascii: "'") {
                guard peek == byte else { return .text }
                step()
            }
        }
        throw SQLTrouble(line: start, why: "a text has no end")
    }

    private mutating func quotedName(_ quote: UInt8) throws(SQLTrouble) -> SQLToken {
        let start = line
        step()
        var name: [UInt8] = []
        while let byte = peek {
            step()
            // Between such quotes MySQL has texts, and there a backslash would hide the closing one.
            if byte == UInt8(ascii: "\\"), dialect == .unknown {
                throw SQLTrouble(line: line, why: "`\\` in a name means something else from one database to the next")
            }
            if byte == quote {
                guard peek == quote, quote != UInt8(ascii: "]") else {
                    return .quoted(String(decoding: name, as: UTF8.self))
                }
                step()
            }
            name.append(byte)
        }
        throw SQLTrouble(line: start, why: "a quoted name has no end")
    }

    /// `$$ … $$`, `$body$ … $body$`, or a parameter's number.
    private mutating func dollarText() throws(SQLTrouble) -> SQLToken {
        let start = line
        step()
        let tag = take(while: Self.isWord)
        guard peek == UInt8(ascii: "$") else {
            if tag.first?.isNumber == true { return .number }
            throw SQLTrouble(line: start, why: "`$` begins neither a quote nor a parameter")
        }
        step()
        let end = "$\(tag)$"
        while peek != nil {
            if at(end) {
                step(end.utf8.count)
                return .text
            }
            step()
        }
        throw SQLTrouble(line: start, why: "`\(end)` has no end")
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
    private func at(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func step(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == 10 { line += 1 }
            position += 1
        }
    }

    private mutating func take(while matches: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = peek, matches(byte) { step() }
        return text(start..<position)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
            || byte >= 128
    }
}
