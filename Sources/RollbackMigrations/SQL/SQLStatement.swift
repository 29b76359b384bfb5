/// One statement of a script, with the text that it stands for.
package struct SQLStatement: Hashable, Sendable {
    /// From its first word to its last: no semicolon, no comments around it.
    package private(set) var text: String
    /// Of its first word, from 1.
    package private(set) var line: Int
    package private(set) var tokens: [SQLToken]
    /// Where each token stands in `text`, in bytes.
    private var places: [Range<Int>]

    fileprivate init(_ lexer: SQLLexer, _ pieces: [Piece]) {
        let start = pieces.first?.place.lowerBound ?? 0
        text = lexer.text(start..<(pieces.last?.place.upperBound ?? start))
        line = pieces.first?.line ?? 1
        tokens = pieces.map(\.token)
        places = pieces.map { ($0.place.lowerBound - start)..<($0.place.upperBound - start) }
    }

    package var cursor: SQLCursor { SQLCursor(tokens[...]) }

    /// What some of its tokens look like in the text, with what stands between them.
    /// - Parameter range: of `tokens`' indices, as a cursor over them has.
    package func text(of range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last, places.indices.contains(last) else { return "" }
        let bytes = Array(text.utf8)[places[first].lowerBound..<places[last].upperBound]
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate struct Piece {
        var token: SQLToken
        var place: Range<Int>
        var line: Int
    }
}

/// A text that holds statements, one behind the other.
package enum SQLScript {
    /// - Parameter line: the number of the text's first line in its file.
    /// - Throws: for what has no end, what `psql` would do itself, and rows among statements.
    package static func read(
        _ text: String, as dialect: SQLDialect, from line: Int = 1
    ) throws(SQLTrouble) -> [SQLStatement] {
        var lexer = SQLLexer(Array(text.utf8), as: dialect, line: line)
        var statements: [SQLStatement] = []
        var pieces: [SQLStatement.Piece] = []
        var depth = 0
        while try lexer.skipSpace() {
            let (start, line) = (lexer.position, lexer.line)
            let token = try lexer.token()
            if token == .symbol(UInt8(ascii: "(")) { depth += 1 }
            if token == .symbol(UInt8(ascii: ")")) { depth -= 1 }
            if depth < 0 { throw SQLTrouble(line: line, why: "a parenthesis closes that was not opened") }
            let isEnd = token == .symbol(UInt8(ascii: ";")) && depth == 0
            if isEnd, !SQLBody.isOpen(pieces.map(\.token), dialect) {
                try finish(&statements, &pieces, lexer)
            } else {
                pieces.append(SQLStatement.Piece(token: token, place: start..<lexer.position, line: line))
            }
        }
        let open = pieces.first?.line ?? lexer.line
        if depth > 0 { throw SQLTrouble(line: open, why: "a parenthesis is not closed") }
        if SQLBody.isOpen(pieces.map(\.token), dialect), pieces.last?.token == .symbol(UInt8(ascii: ";")) {
            throw SQLTrouble(line: open, why: "a body has no END")
        }
        try finish(&statements, &pieces, lexer)
        return statements
    }

    private static func finish(
        _ statements: inout [SQLStatement], _ pieces: inout [SQLStatement.Piece], _ lexer: SQLLexer
    ) throws(SQLTrouble) {
        guard let first = pieces.first else { return }
        let tokens = pieces.map(\.token)
        if first.token == .word("copy"), SQLCursor(tokens[...]).has("from", "stdin") {
            throw SQLTrouble(line: first.line, why: "COPY … FROM STDIN has its rows in the file: INSERT them")
        }
        statements.append(SQLStatement(lexer, pieces))
        pieces = []
    }
}

/// Statements that hold statements.
private enum SQLBody {
    /// Whether a semicolon behind these tokens stands within a body. SQLite's own rule for triggers is `; END ;`
    /// (sqlite3_complete); PostgreSQL has `BEGIN ATOMIC … END` in functions since version 14.
    static func isOpen(_ tokens: [SQLToken], _ dialect: SQLDialect) -> Bool {
        guard tokens.first == .word("create") else { return false }
        var cursor = SQLCursor(tokens.dropFirst())
        cursor.pass("or", "replace", "temp", "temporary")
        switch dialect {
        case .sqlite:
            guard cursor.take("trigger") else { return false }
            return !tokens.suffix(2).elementsEqual([.symbol(UInt8(ascii: ";")), .word("end")])
        case .postgres:
            guard cursor.take("function") || cursor.take("procedure"), cursor.has("begin", "atomic") else {
                return false
            }
            let words = cursor.openWords
            let opening = words.filter { $0 == "atomic" || $0 == "case" }.count
            return words.filter { $0 == "end" }.count < opening
        case .unknown: return false
        }
    }
}
