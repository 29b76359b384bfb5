/// A word of Python. What this reader does not take apart (formatted strings, bytes) is opaque.
enum PythonToken: Hashable {
    case name(String)
    case text(String)
    case number
    case opaque
    case symbol(UInt8)
}

/// A line as Python's grammar has it: one statement or the head of a block, over as many lines of text as it takes.
struct PythonLine: Hashable {
    /// Columns of white space before it.
    var indent: Int
    /// From 1.
    var number: Int
    var tokens: [PythonToken]
}

/// Takes a Python file apart into lines and words, without knowing what they mean (the language's reference, chapter 2).
struct PythonLines {
    private let bytes: [UInt8]
    private var position = 0
    private var number = 1

    /// - Returns: nil for what is no Python: a string or bracket without its end.
    static func read(_ text: String) -> [PythonLine]? {
        var reader = PythonLines(bytes: Array(text.utf8))
        var lines: [PythonLine] = []
        while reader.position < reader.bytes.count {
            guard let line = reader.line() else { return nil }
            if !line.tokens.isEmpty { lines.append(line) }
        }
        return lines
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private mutating func line() -> PythonLine? {
        var line = PythonLine(indent: indentation(), number: number, tokens: [])
        var depth = 0
        while let byte = peek {
            switch byte {
            case 10:
                step()
                if depth == 0 { return line }
            case 32, 9, 12, 13: step()
            case UInt8(ascii: "#"): while let byte = peek, byte != 10 { step() }
            case UInt8(ascii: "\\"):
                step()
                while let byte = peek, byte == 13 || byte == 10 {
                    step()
                    if byte == 10 { break }
                }
            default:
                guard let token = token() else { return nil }
                if case .symbol(let symbol) = token { depth += Self.depth(symbol) }
                if depth < 0 { return nil }
                line.tokens.append(token)
            }
        }
        return depth == 0 ? line : nil
    }

    /// A tab goes on to the next column that is a multiple of eight.
    private mutating func indentation() -> Int {
        var column = 0
        while let byte = peek, byte == 32 || byte == 9 {
            column = byte == 32 ? column + 1 : (column / 8 + 1) * 8
            step()
        }
        return column
    }

    private mutating func token() -> PythonToken? {
        guard let byte = peek else { return nil }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return string(prefix: "") }
        if Self.isNameStart(byte) {
            let word = take(while: { Self.isNameStart($0) || Self.isDigit($0) })
            guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
                return .name(word)
            }
            return string(prefix: word.lowercased())
        }
        if Self.isDigit(byte) {
            _ = take { Self.isNameStart($0) || Self.isDigit($0) || $0 == UInt8(ascii: ".") }
            return .number
        }
        step()
        return .symbol(byte)
    }

    private mutating func string(prefix: String) -> PythonToken? {
        guard prefix.allSatisfy("rubft".contains), let quote = peek else { return nil }
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        let end = [UInt8](repeating: quote, count: isLong ? 3 : 1)
        for _ in end { step() }
        var content: [UInt8] = []
        var isOpaque = prefix.contains { "bft".contains($0) }
        while !bytes[position...].starts(with: end) {
            guard let byte = peek, isLong || byte != 10 else { return nil }
            step()
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let next = peek else { return nil }
            step()
            guard let meaning = Self.escape(next, raw: prefix.contains("r")) else {
                isOpaque = true
                continue
            }
            content += meaning
        }
        for _ in end { step() }
        return isOpaque ? .opaque : .text(String(decoding: content, as: UTF8.self))
    }

    /// Nil for escapes that stand for numbers of characters: nothing that names a table is written so.
    private static func escape(_ byte: UInt8, raw: Bool) -> [UInt8]? {
        if raw { return [UInt8(ascii: "\\"), byte] }
        switch byte {
        case 10: return []
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return [byte]
        default: return nil
        }
    }

    private static func depth(_ symbol: UInt8) -> Int {
        switch symbol {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): -1
        default: 0
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func step() {
        if bytes[position] == 10 { number += 1 }
        position += 1
    }

    private mutating func take(while matches: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = peek, matches(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_") || byte >= 128
    }
}
