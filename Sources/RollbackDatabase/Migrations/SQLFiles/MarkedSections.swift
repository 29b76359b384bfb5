/// The parts of a file that holds both ways, each behind a line of comment that marks it.
enum MarkedSections {
    /// - Parameters:
    ///   - up, down: words of the marks, in lower case; whatever follows them in the line are options.
    /// - Returns: nil when the way back is not marked. The number is that of the part's first line.
    static func down(_ text: String, up: [String], down: [String]) -> (line: Int, text: String)? {
        var found: (line: Int, lines: [Substring])?
        var isDown = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if marks(line, down) {
                isDown = true
                if found == nil { found = (index + 2, []) }
            } else if marks(line, up) {
                isDown = false
            } else if isDown {
                found?.lines.append(line)
            }
        }
        return found.map { ($0.line, $0.lines.joined(separator: "\n")) }
    }

    private static func marks(_ line: Substring, _ words: [String]) -> Bool {
        guard line.drop(while: \.isWhitespace).hasPrefix("--") else { return false }
        let said = line.lowercased().drop { $0 == "-" || $0.isWhitespace }.split(whereSeparator: \.isWhitespace)
        return said.map(String.init).starts(with: words)
    }
}
