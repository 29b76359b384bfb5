/// The graph of an Alembic history, as far as its files say it: each names its revision, and those that it follows.
struct AlembicRevisions {
    private var revisions: Set<String> = []
    private var followed: Set<String> = []

    /// Revisions that no other follows; more than one after a branch that was not merged.
    var heads: [String] { revisions.subtracting(followed).sorted() }

    /// A file that names no revision is none: a helper, or something unfinished.
    mutating func add(_ text: String) {
        guard let own = Self.strings(assignedTo: "revision", in: text).first else { return }
        revisions.insert(own)
        followed.formUnion(Self.strings(assignedTo: "down_revision", in: text))
    }

    /// The string literals of `name = …` or `name: type = …` at the beginning of a line; of a tuple, all.
    static func strings(assignedTo name: String, in text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let index = lines.firstIndex(where: { isAssignment($0, to: name) }) else { return [] }
        let mark = lines[index].firstIndex(of: "=") ?? lines[index].startIndex
        var value = [lines[index][mark...].dropFirst()]
        var open = depth(of: value[0])
        for line in lines[(index + 1)...] {
            guard open > 0 else { break }
            value.append(line)
            open += depth(of: line)
        }
        return value.flatMap { literals(in: String($0)) }
    }

    private static func isAssignment(_ line: Substring, to name: String) -> Bool {
        guard line.hasPrefix(name), let next = line.dropFirst(name.count).first(where: { $0 != " " }) else {
            return false
        }
        return next == "=" || next == ":" && line.contains("=")
    }

    /// By how many parentheses a line leaves more open than it found.
    private static func depth(of line: Substring) -> Int {
        line.count { $0 == "(" } - line.count { $0 == ")" }
    }

    private static func literals(in text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let start = rest.firstIndex(where: { "'\"#".contains($0) }), rest[start] != "#" {
            let after = rest[rest.index(after: start)...]
            guard let end = after.firstIndex(of: rest[start]) else { return found }
            found.append(String(after[..<end]))
            rest = after[after.index(after: end)...]
        }
        return found
    }
}
