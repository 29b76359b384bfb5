/// Names as SQL wants them, and those that are ours.
enum PostgresNames {
    /// Where what we write down lies.
    static let own = "lastgood"
    /// Where parked tables lie.
    static let parked = "lastgood_parked"
    /// What parked columns, and what belongs to them, begin with.
    static let mark = "__lg_"
    /// Bytes that a name may have (NAMEDATALEN - 1).
    static let longest = 63

    static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    static func quoted(_ table: TableName) -> String { "\(quoted(table.schema)).\(quoted(table.name))" }

    static func literal(_ text: String) -> String {
        let inner = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let escaped = inner.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
        return (inner.contains("\\") ? "E'\(escaped)'" : "'\(inner)'")
    }

    /// `__lg_7_tier`, shortened to what the server takes, and with a number behind it when it is taken.
    static func parked(_ name: String, run: Int, taken: (String) -> Bool) -> String {
        let full = "\(mark)\(run)_\(name)"
        var candidate = cut(full, to: longest)
        var number = 1
        while taken(candidate) {
            number += 1
            candidate = cut(full, to: longest - "\(number)".utf8.count - 1) + "_\(number)"
        }
        return candidate
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        var shorter = text
        while shorter.utf8.count > bytes { shorter.removeLast() }
        return shorter
    }
}
