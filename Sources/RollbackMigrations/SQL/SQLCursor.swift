/// Goes through the words of one statement.
package struct SQLCursor {
    /// Its indices are those of the statement's tokens.
    package private(set) var rest: ArraySlice<SQLToken>

    package init(_ tokens: ArraySlice<SQLToken>) { rest = tokens }

    package var isAtEnd: Bool { rest.isEmpty }
    package var next: SQLToken? { rest.first }

    /// Passes these words if they come next, all of them.
    package mutating func take(_ words: String...) -> Bool {
        guard rest.starts(with: words.map(SQLToken.word)) else { return false }
        rest = rest.dropFirst(words.count)
        return true
    }

    /// Passes whichever of these words come next.
    package mutating func pass(_ words: String...) {
        while case .word(let word)? = next, words.contains(word) { rest = rest.dropFirst() }
    }

    /// A table's name, with another schema than the usual one in front.
    package mutating func name() -> String? {
        guard var name = identifier() else { return nil }
        while next == .symbol(UInt8(ascii: ".")) {
            rest = rest.dropFirst()
            guard let part = identifier() else { return nil }
            name = name == "public" ? part : "\(name).\(part)"
        }
        return name
    }

    package mutating func identifier() -> String? {
        switch next {
        case .word(let name)?, .quoted(let name)?:
            rest = rest.dropFirst()
            return name
        default: return nil
        }
    }

    /// The parts between commas that stand in no parentheses.
    package func parts() -> [SQLCursor] {
        var parts: [SQLCursor] = []
        var (start, depth) = (rest.startIndex, 0)
        for index in rest.indices {
            if rest[index] == .symbol(UInt8(ascii: "(")) { depth += 1 }
            if rest[index] == .symbol(UInt8(ascii: ")")) { depth -= 1 }
            guard depth == 0, rest[index] == .symbol(UInt8(ascii: ",")) else { continue }
            parts.append(SQLCursor(rest[start..<index]))
            start = index + 1
        }
        return parts + [SQLCursor(rest[start...])]
    }

    /// The words that stand in no parentheses, in their order; other tokens are left out.
    package var openWords: [String] {
        var depth = 0
        return rest.compactMap { token in
            if token == .symbol(UInt8(ascii: "(")) { depth += 1 }
            if token == .symbol(UInt8(ascii: ")")) { depth -= 1 }
            if depth == 0, case .word(let word) = token { return word }
            return nil
        }
    }

    package func has(_ words: String...) -> Bool {
        let all = openWords
        return all.indices.contains { all[$0...].starts(with: words) }
    }

    /// The foreign keys that are named anywhere in the rest, in parentheses or not.
    package func links() -> [ForeignLink] {
        rest.indices.filter { rest[$0] == .word("references") }.map { index in
            var cursor = SQLCursor(rest[(index + 1)...])
            let table = cursor.name()
            let own = cursor.rest.prefix { $0 != .symbol(UInt8(ascii: ",")) && $0 != .word("references") }
            let letsGo = [["cascade"], ["set", "null"]].contains { words in
                let wanted = (["on", "delete"] + words).map(SQLToken.word)
                return own.indices.contains { own[$0...].starts(with: wanted) }
            }
            return ForeignLink(table: table, holdsRows: !letsGo)
        }
    }
}
