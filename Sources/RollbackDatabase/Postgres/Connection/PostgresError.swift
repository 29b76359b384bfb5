import RollbackCore

/// What the server or libpq said no to.
struct PostgresError: Error, Hashable, Sendable {
    var statement: String
    /// SQLSTATE (documentation, appendix A); empty: nothing came from the server.
    var state: String
    var message: String
    /// The connection is gone.
    var isLost = false

    /// Others held what was wanted: 55P03 a lock not had in time, 40P01 a deadlock.
    var isBusy: Bool { ["55P03", "40P01"].contains(state) }

    /// The server is going down, coming up, or its administrator ended the session (class 57P).
    var isRestart: Bool { state.hasPrefix("57P") }

    func failure(_ title: String) -> Failure {
        guard !isLost, !state.isEmpty else { return .database(.cannotConnect(title: title, why: message)) }
        return .database(.refused(title: title, statement: Self.short(statement), why: message))
    }

    /// A statement's beginning, for a sentence.
    static func short(_ statement: String) -> String {
        let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 120 ? "\(words.prefix(119))…" : words
    }
}
