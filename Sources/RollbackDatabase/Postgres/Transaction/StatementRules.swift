import RollbackCore

/// What no transaction takes back is refused before it is done.
enum StatementRules {
    /// - Throws: `Failure.database(.unproved)`.
    static func require(_ statement: String, _ title: String) throws {
        let words = statement.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        // In a function's text it is not done now.
        guard words.contains("setval"), words.first != "create" else { return }
        let short = PostgresError.short(statement)
        throw Failure.database(
            .unproved(title: title, ["“\(short)” moves a sequence, which no transaction takes back"]))
    }
}
