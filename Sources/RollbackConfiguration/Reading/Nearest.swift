/// Finds the word that was probably meant.
enum Nearest {
    /// The known word with the fewest edits; nil when none is close: at most a third of the letters may differ.
    static func word(to given: String, among known: some Sequence<String>) -> String? {
        let allowed = max(1, given.count / 3)
        guard given.count <= 60 else { return nil }
        let nearest = known.map { ($0, distance(given.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        guard let nearest, nearest.1 <= allowed else { return nil }
        return nearest.0
    }

    /// `; did you mean "port"?`, or nothing.
    static func hint(for given: String, among known: some Sequence<String>) -> String {
        word(to: given, among: known).map { "; did you mean \(Shown.quoted($0))?" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1] + [Int](repeating: 0, count: right.count)
            for column in right.indices {
                let same = left[row] == right[column]
                current[column + 1] = min(last[column + 1] + 1, current[column] + 1, last[column] + (same ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    current[column + 1] = min(current[column + 1], beforeLast[column - 1] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
