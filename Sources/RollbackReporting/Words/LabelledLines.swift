/// Facts in two columns: `Release     4f2a91c …`; further lines of a fact stand under its first.
enum LabelledLines {
    static func text(_ facts: [(label: String, lines: [String])]) -> [String] {
        let width = (facts.map { Columns.width($0.label) }.max() ?? 0) + 2
        return facts.flatMap { fact in
            fact.lines.enumerated().map { index, line in
                Columns.padded(index == 0 ? fact.label : "", to: width) + SafeText.oneLine(line)
            }
        }
    }
}
