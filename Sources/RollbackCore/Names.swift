/// A string with a meaning: it cannot be passed where another kind of name is expected.
///
/// Names encode as plain strings, also as dictionary keys, so on-disk formats stay readable.
package protocol Name: RawRepresentable<String>, Hashable, Comparable, Codable, Sendable,
    CodingKeyRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
{
    init(rawValue: String)
}

extension Name {
    package init(_ text: String) { self.init(rawValue: text) }
    package init(stringLiteral text: String) { self.init(rawValue: text) }
    package var description: String { rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One running process group of the platform, as its configuration names it: `fastapi`.
package struct ServiceName: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A step's stable name, unique in its plan: `restart/fastapi`. It is the step's identity in the journal.
package struct StepName: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Which code performs a step: `code.swap`. Journals of old versions name it, so it never changes its meaning.
package struct StepKind: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A full git object name of a commit, 40 or 64 lower-case hexadecimal digits.
package struct CommitID: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var short: String { String(rawValue.prefix(7)) }
}

/// The SHA-256 of what a plan would do and what it depends on, in hexadecimal; people may give a prefix.
package struct PlanDigest: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var short: String { String(rawValue.prefix(12)) }
}
