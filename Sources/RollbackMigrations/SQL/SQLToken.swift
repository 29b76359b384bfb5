/// A word of SQL. Texts and numbers mean nothing for a schema, so their content is not kept.
package enum SQLToken: Hashable, Sendable {
    /// In lower case, as an unquoted name means it.
    case word(String)
    case quoted(String)
    case text
    case number
    case symbol(UInt8)
}

/// How SQL is read: databases differ in what ends a text, a comment and a statement.
package enum SQLDialect: String, Codable, CaseIterable, Sendable {
    case postgres, sqlite
    /// Nobody has said: what databases read differently is refused.
    case unknown
}

/// Why a text cannot be read as SQL, or must not be run as such.
package struct SQLTrouble: Error, Hashable, Sendable {
    /// From 1.
    package var line: Int
    /// A clause.
    package var why: String

    package init(line: Int, why: String) {
        self.line = line
        self.why = why
    }
}
