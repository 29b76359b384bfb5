/// The difference of two texts in the form of `diff -u`.
enum UnifiedDiff {
    private enum Line {
        case same(Substring), gone(Substring), new(Substring)

        var isSame: Bool { if case .same = self { true } else { false } }
        var text: String {
            switch self {
            case .same(let text): " \(text)"
            case .gone(let text): "-\(text)"
            case .new(let text): "+\(text)"
            }
        }
    }

    private static let context = 3

    static func lines(from old: String, to new: String, path: String) -> [String] {
        guard old != new else { return [] }
        let lines = merged(split(old), split(new))
        return ["--- a/\(path)", "+++ b/\(path)"] + hunks(lines).flatMap { hunk($0, of: lines) }
    }

    private static func split(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Both texts as one list, by the standard library's difference (Myers).
    private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
        let difference = new.difference(from: old)
        var gone: Set<Int> = []
        var come: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var (lines, left, right): ([Line], Int, Int) = ([], 0, 0)
        while left < old.count || right < new.count {
            if left < old.count, gone.contains(left) {
                lines.append(.gone(old[left]))
                left += 1
            } else if right < new.count, come.contains(right) {
                lines.append(.new(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return lines
    }

    /// Ranges of lines that belong together, with the lines around them.
    private static func hunks(_ lines: [Line]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for index in lines.indices where !lines[index].isSame {
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = found.last, range.lowerBound <= last.upperBound {
                found[found.count - 1] = last.lowerBound..<range.upperBound
            } else {
                found.append(range)
            }
        }
        return found
    }

    private static func hunk(_ range: Range<Int>, of lines: [Line]) -> [String] {
        func count(_ lines: some Sequence<Line>, without sign: Character) -> Int {
            lines.count { !$0.text.hasPrefix(String(sign)) }
        }
        let (before, inside) = (lines[..<range.lowerBound], lines[range])
        let (old, new) = (count(inside, without: "+"), count(inside, without: "-"))
        // An empty side is counted from the line before it, as diff(1) does.
        let (from, to) = (count(before, without: "+") + min(1, old), count(before, without: "-") + min(1, new))
        return ["@@ -\(from),\(old) +\(to),\(new) @@"] + inside.map(\.text)
    }
}
