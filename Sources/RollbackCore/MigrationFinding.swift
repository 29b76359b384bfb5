/// Why a migration cannot be taken back, or not without somebody's decision, as its files say.
package struct MigrationFinding: Hashable, Sendable {
    package enum Grade: String, Sendable {
        /// A full rollback would refuse, or rows would be gone.
        case error
        /// It goes, and not by the file alone: the database is asked first, or a person.
        case warning
    }

    package var grade: Grade
    /// From the top of the checkout.
    package var path: String
    /// From 1.
    package var line: Int
    /// A short name that stays the same: `drops-column`.
    package var rule: String
    package var what: String
    /// How to write it so that it can.
    package var advice: String

    package init(_ grade: Grade, path: String, line: Int, rule: String, what: String, advice: String) {
        self.grade = grade
        self.path = path
        self.line = line
        self.rule = rule
        self.what = what
        self.advice = advice
    }
}

extension MigrationFinding: Comparable {
    package static func < (left: MigrationFinding, right: MigrationFinding) -> Bool {
        (left.path, left.line, left.rule, left.what) < (right.path, right.line, right.rule, right.what)
    }
}
