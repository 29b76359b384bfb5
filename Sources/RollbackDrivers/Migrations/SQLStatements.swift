/// A word of SQL. Texts and numbers mean nothing for a schema, so their content is not kept.
enum SQLToken: Hashable {
    /// In lower case, as an unquoted name means it.
    case word(String)
    case quoted(String)
    case text
    case number
    case symbol(UInt8)
}

/// Takes SQL apart into statements and words: comments, texts, dollar quotes and quoted names are passed over whole
/// (PostgreSQL's manual, 4.1). It refuses what databases read differently.
struct SQLStatements {
    private let bytes: [UInt8]
    private var position = 0

    /// - Returns: nil for what has no end, or another meaning from one database to the next.
    static func read(_ text: String) -> [[SQLToken]]? {
        var reader = SQLStatements(bytes: Array(text.utf8))
        var statements: [[SQLToken]] = [[]]
        var depth = 0
        while reader.skipSpace() {
            guard let token = reader.token() else { return nil }
            switch token {
            case .symbol(UInt8(ascii: ";")) where depth == 0:
                statements.append([])
                continue
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")): depth -= 1
            default: break
            }
            statements[statements.count - 1].append(token)
        }
        return depth == 0 && reader.position == reader.bytes.count ? statements.filter { !$0.isEmpty } : nil
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// - Returns: false at the end, and before a comment that is none everywhere.
    private mutating func skipSpace() -> Bool {
        while let byte = peek {
            if byte == 32 || (9...13).contains(byte) {
                position += 1
            } else if at("--") {
                while let byte = peek, byte != 10 { position += 1 }
            } else if at("/*") {
                guard !at("/*!"), skipComment() else { return false }
            } else {
                return true
            }
        }
        return false
    }

    /// Comments hold comments in PostgreSQL and do not elsewhere, so one within another is refused.
    private mutating func skipComment() -> Bool {
        position += 2
        while position < bytes.count {
            if at("/*") { return false }
            if at("*/") {
                position += 2
                return true
            }
            position += 1
        }
        return false
    }

    private mutating func token() -> SQLToken? {
        guard let byte = peek else { return nil }
        switch byte {
        case UInt8(ascii: "'"): return text(escapes: false)
        case UInt8(ascii: "\""), UInt8(ascii: "`"): return quotedName(byte)
        case UInt8(ascii: "$"): return dollarText()
        case UInt8(ascii: "\\"), UInt8(ascii: "#"): return nil
        default: break
        }
        if Self.isDigit(byte) {
            _ = take { Self.isWord($0) || $0 == UInt8(ascii: ".") }
            return .number
        }
        if Self.isWord(byte) {
            let word = take(while: Self.isWord).lowercased()
            guard peek == UInt8(ascii: "'"), word == "e" || word == "n" || word == "b" || word == "x" else {
                return .word(word)
            }
            return text(escapes: word == "e")
        }
        position += 1
        return .symbol(byte)
    }

    /// A backslash before the closing quote ends the text in PostgreSQL and does not in MySQL.
    private mutating func text(escapes: Bool) -> SQLToken? {
        position += 1
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\\") {
                guard escapes || peek != UInt8(ascii: "'") else { return nil }
                if escapes, peek != nil { position += 1 }
            } else if byte == UInt8(ascii: "'") {
                guard peek == byte else { return .text }
                position += 1
            }
        }
        return nil
    }

    private mutating func quotedName(_ quote: UInt8) -> SQLToken? {
        position += 1
        var name: [UInt8] = []
        while let byte = peek {
            position += 1
            // Between such quotes MySQL has texts, and there a backslash would hide the closing one.
            if byte == UInt8(ascii: "\\") { return nil }
            if byte == quote {
                guard peek == quote else { return .quoted(String(decoding: name, as: UTF8.self)) }
                position += 1
            }
            name.append(byte)
        }
        return nil
    }

    /// `$$ … $$`, `$body$ … $body$`, or a parameter's number.
    private mutating func dollarText() -> SQLToken? {
        position += 1
        let tag = take(while: Self.isWord)
        guard peek == UInt8(ascii: "$") else { return tag.first?.isNumber == true ? .number : nil }
        position += 1
        let end = "$\(tag)$"
        while position < bytes.count {
            if at(end) {
                position += end.utf8.count
                return .text
            }
            position += 1
        }
        return nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
    private func at(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func take(while matches: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = peek, matches(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
            || byte >= 128
    }
}
