import RollbackCore
package import RollbackMigrations

/// The text of a way back, made into statements that can run one by one in a transaction of ours.
package enum DownScript {
    /// - Parameters:
    ///   - path: for sentences.
    ///   - line: the number of the text's first line in its file.
    /// - Returns: each exactly one statement. `BEGIN` and `COMMIT` around all of them are left out: we have our own.
    /// - Throws: `Failure.database(.migration)` with the line of what has no place in a transaction.
    package static func statements(
        _ text: String, of path: String, as dialect: SQLDialect, from line: Int = 1
    ) throws -> [String] {
        try read(text, of: path, as: dialect, from: line).map(\.text)
    }

    static func read(
        _ text: String, of path: String, as dialect: SQLDialect, from line: Int = 1
    ) throws -> [SQLStatement] {
        let all: [SQLStatement]
        do { all = try SQLScript.read(text, as: dialect, from: line) } catch {
            throw Failure.database(.migration(path: path, line: error.line, .unreadable(why: error.why)))
        }
        return try unwrapped(all).filter { statement in
            let nature = StatementNature(statement, dialect)
            if let fault = fault(nature, statement) {
                throw Failure.database(.migration(path: path, line: statement.line, fault))
            }
            return nature != .idle
        }
    }

    static func fault(_ nature: StatementNature, _ statement: SQLStatement) -> MigrationFault? {
        switch nature {
        case .controlsTransaction: .endsTransaction(statement: shown(statement))
        case .outside: .notTransactional(statement: shown(statement))
        default: nil
        }
    }

    /// Its first words, on one line.
    static func shown(_ statement: SQLStatement) -> String {
        let words = statement.text.split(whereSeparator: \.isWhitespace)
        return words.prefix(6).joined(separator: " ") + (words.count > 6 ? " …" : "")
    }

    static func unwrapped(_ statements: [SQLStatement]) -> ArraySlice<SQLStatement> {
        guard let first = statements.first, let last = statements.last, statements.count > 1 else {
            return statements[...]
        }
        let opens = first.tokens.first == .word("begin") || first.tokens.starts(with: [.word("start")])
        let closes = last.tokens.first == .word("commit") || last.tokens.first == .word("end")
        let isPlain = !first.tokens.contains(.word("prepared")) && !last.tokens.contains(.word("prepared"))
        return opens && closes && isPlain ? statements.dropFirst().dropLast() : statements[...]
    }
}
