/// The `.env` format as python-dotenv reads it (its parser.py), without interpolation: what such a file means to the
/// services is what it must mean here.
package enum DotenvFile {
    /// The variables of a file's text. Of two equal names the last counts, and when that one has no `=` none is set. A
    /// line that cannot be read is passed over, as python-dotenv does.
    package static func variables(in text: String) -> [String: String] {
        var reader = DotenvReader(text)
        var variables: [String: String] = [:]
        while let binding = reader.next() {
            if let name = binding.name { variables[name] = binding.value }
        }
        return variables
    }
}

/// One statement of the file. Both are nil for a comment or a line that could not be read.
struct DotenvBinding: Hashable {
    var name: String?
    var value: String?
}

/// Where a variable stands in the file's bytes.
struct DotenvPlace: Hashable {
    var name: String
    /// From its name, or the `export` before it, to the end of what belongs to the line.
    var statement: Range<Int>
    /// Its name and value, without a comment behind them.
    var body: Range<Int>
}

/// Reads statements one by one.
struct DotenvReader {
    private let bytes: [UInt8]
    private var position = 0
    /// Of the last statement: where its name begins, and where its value ends.
    private var body = 0..<0

    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, as editors of other systems write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    static func places(in bytes: [UInt8]) -> [DotenvPlace] {
        var reader = DotenvReader(bytes: bytes)
        var places: [DotenvPlace] = []
        while true {
            reader.skip(where: isSpace)
            let start = reader.position
            guard let binding = reader.next() else { return places }
            guard let name = binding.name else { continue }
            places.append(DotenvPlace(name: name, statement: start..<reader.position, body: reader.body))
        }
    }

    /// Nil at the end of the text.
    mutating func next() -> DotenvBinding? {
        skip(where: Self.isSpace)
        guard position < bytes.count else { return nil }
        skipExport()
        guard let binding = binding(), endOfLine() else {
            skip { !Self.isNewline($0) }
            return DotenvBinding()
        }
        return binding
    }

    /// Nil when it cannot be read.
    private mutating func binding() -> DotenvBinding? {
        if peek == UInt8(ascii: "#") { return DotenvBinding() }
        let start = position
        guard let name = name() else { return nil }
        body = start..<position
        skip(where: Self.isBlank)
        guard peek == UInt8(ascii: "=") else { return DotenvBinding(name: name) }
        position += 1
        skip(where: Self.isBlank)
        let valueStart = position
        let isQuoted = peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"")
        guard let value = value() else { return nil }
        body = start..<(isQuoted ? position : min(valueStart + value.utf8.count, position))
        return DotenvBinding(name: name, value: value)
    }

    private mutating func skipExport() {
        let word = Array("export".utf8), end = position + word.count
        guard bytes[position...].starts(with: word), end < bytes.count, Self.isBlank(bytes[end]) else { return }
        position = end
        skip(where: Self.isBlank)
    }

    private mutating func name() -> String? {
        if peek == UInt8(ascii: "'") { return quotedName() }
        let name = take { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "#") && !Self.isSpace($0) }
        return name.isEmpty ? nil : name
    }

    /// A name knows no escapes.
    private mutating func quotedName() -> String? {
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "'")), end > start else { return nil }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func value() -> String? {
        switch peek {
        case UInt8(ascii: "'"): quoted(UInt8(ascii: "'"), escapes: Self.singleQuoteEscapes)
        case UInt8(ascii: "\""): quoted(UInt8(ascii: "\""), escapes: Self.doubleQuoteEscapes)
        default: Self.withoutComment(take { !Self.isNewline($0) })
        }
    }

    /// What stands between quotes, over lines too. Nil when the closing one is missing.
    private mutating func quoted(_ quote: UInt8, escapes: [UInt8: UInt8]) -> String? {
        guard let end = closing(quote) else { return nil }
        var text: [UInt8] = []
        var index = position + 1
        while index < end {
            let next = index + 1 < end ? bytes[index + 1] : 0
            let meaning = bytes[index] == Self.backslash ? escapes[next] : nil
            text.append(meaning ?? bytes[index])
            index += meaning == nil ? 1 : 2
        }
        position = end + 1
        return String(decoding: text, as: UTF8.self)
    }

    /// The first quote without a backslash before it; where there is none, the last with one. It does not matter
    /// whether that backslash is itself escaped: so does the regular expression `"((?:\\"|[^"])*)"` match.
    private func closing(_ quote: UInt8) -> Int? {
        var escaped: Int?
        for index in bytes.indices[(position + 1)...] where bytes[index] == quote {
            if index == position + 1 || bytes[index - 1] != Self.backslash { return index }
            escaped = index
        }
        return escaped
    }

    /// Whether nothing but a comment follows in this line, which is then passed.
    private mutating func endOfLine() -> Bool {
        skip(where: Self.isBlank)
        if peek == UInt8(ascii: "#") { skip { !Self.isNewline($0) } }
        guard let byte = peek else { return true }
        return Self.isNewline(byte)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(where matches: (UInt8) -> Bool) {
        while position < bytes.count, matches(bytes[position]) { position += 1 }
    }

    private mutating func take(where matches: (UInt8) -> Bool) -> String {
        let start = position
        skip(where: matches)
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

extension DotenvReader {
    private static let backslash = UInt8(ascii: "\\")
    private static let singleQuoteEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"),
    ]
    private static let doubleQuoteEscapes: [UInt8: UInt8] = singleQuoteEscapes.merging([
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    ]) { $1 }

    private static func isNewline(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { isSpace(byte) && !isNewline(byte) }

    /// An unquoted value ends where white space and `#` follow each other; white space at its end is not part of it.
    private static func withoutComment(_ text: String) -> String {
        var kept = Array(text.utf8)
        let comment = kept.indices.dropFirst().first { kept[$0] == UInt8(ascii: "#") && isSpace(kept[$0 - 1]) }
        if let comment { kept.removeSubrange(comment...) }
        while let last = kept.last, isSpace(last) { kept.removeLast() }
        return String(decoding: kept, as: UTF8.self)
    }
}
