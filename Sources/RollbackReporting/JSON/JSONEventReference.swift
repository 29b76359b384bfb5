/// Every type of JSON line: what it means, its fields, and examples that the encoder itself prints.
/// `docs/json-events.md` is made from this table; a test compares the two, and each example with its fields.
package enum JSONEventReference {
    package struct Field: Hashable, Sendable {
        package var name: String
        /// `text`, `number`, `integer`, `true/false`, `list`, `object`, and `or null`.
        package var kind: String
        package var meaning: String
        /// False: it stands only in some lines of this type.
        package var always: Bool

        init(_ name: String, _ kind: String, _ meaning: String, always: Bool = true) {
            self.name = name
            self.kind = kind
            self.meaning = meaning
            self.always = always
        }
    }

    package struct Entry: Sendable {
        package var type: String
        package var meaning: String
        /// True for lines of a run, which all have `elapsed` and `time`.
        package var event: Bool
        package var fields: [Field]
        package var examples: [JSONLine]

        init(_ type: String, _ meaning: String, event: Bool, _ fields: [Field], examples: [JSONLine]) {
            self.type = type
            self.meaning = meaning
            self.event = event
            self.fields = (event ? JSONEventReference.common : []) + fields
            self.examples = examples
        }
    }

    static let common = [
        Field("elapsed", "number", "seconds since the run began, by a clock that never steps"),
        Field("time", "text", "ISO 8601 in UTC, for people"),
    ]

    package static func entries() throws -> [Entry] { events + (try results()) }

    package static func markdown() throws -> String {
        let sections = try entries().map(section)
        return ([introduction] + sections).joined(separator: "\n")
    }

    private static let introduction = """
        # JSON lines

        With `--json` every command of `lastgood` prints one JSON object a line. `type` comes first and says what the
        line is; the last line is always of type `exit`. Fields may be added, so ignore those you do not know; a field
        never changes its meaning. Times are in seconds. Characters that would steer a terminal are escaped.
        This page is made from the table in the code; a test compares the two.

        """

    private static func section(_ entry: Entry) -> String {
        let fields = entry.fields.map { field in
            "| `\(field.name)` | \(field.kind)\(field.always ? "" : ", sometimes") | \(field.meaning) |"
        }
        let table = fields.isEmpty ? [] : ["| field | kind | meaning |", "|---|---|---|"] + fields + [""]
        let lines = ["## `\(entry.type)`", "", entry.meaning, ""] + table
        return (lines + ["```json"] + entry.examples.map(\.text) + ["```", ""]).joined(separator: "\n")
    }
}
