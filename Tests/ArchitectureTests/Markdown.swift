/// A table of a document, to be compared with what the code says.
struct MarkdownTable {
    var heads: [String]
    var rows: [[String]]

    struct Missing: Error { var head: String }

    /// The first table whose first column has this head.
    static func first(in text: String, headed head: String) throws -> MarkdownTable {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { cells($0)?.first == head }) else { throw Missing(head: head) }
        let rows = lines[(start + 1)...].prefix { cells($0) != nil }.dropFirst()
        return MarkdownTable(heads: cells(lines[start]) ?? [], rows: rows.compactMap(cells))
    }

    private static func cells(_ line: Substring) -> [String]? {
        guard line.hasPrefix("|"), line.hasSuffix("|") else { return nil }
        return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
    }
}

/// The documents' own promises: what they point at exists.
enum Markdown {
    /// Where links lead that are neither addresses nor places on the same page.
    static func links(in text: String) -> [String] {
        text.split(separator: "](").dropFirst().compactMap { part in
            let target = part.prefix { $0 != ")" && $0 != "#" && $0 != " " }
            return target.isEmpty || target.contains("://") || target.hasPrefix("mailto:") ? nil : String(target)
        }
    }

    /// The targets of `make …` written as code.
    static func makeTargets(in text: String) -> [String] {
        (text.codeWords + text.split(separator: "\n").map(String.init)).compactMap { line in
            let words = line.trimmed.split(separator: " ")
            guard words.count > 1, words[0] == "make" else { return nil }
            return words.dropFirst().first { !$0.contains("=") }.map(String.init)
        }
    }
}

extension StringProtocol {
    var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }

    /// What stands between single backticks.
    var codeWords: [String] {
        split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
