/// What `lastgood doctor` found, as text and in sum.
package enum DoctorText {
    package static func text(_ findings: [Finding], style: TerminalStyle = .plain) -> String {
        let subject = findings.map { Columns.width($0.subject) }.max() ?? 0
        let all = findings.flatMap { lines($0, subject, style) }
        return (all + [style.painted(sum(findings), tone(worst(findings)))]).joined(separator: "\n") + "\n"
    }

    /// What to type, for the problems first.
    package static func next(_ findings: [Finding]) -> [String] {
        let commands = [Finding.Grade.problem, .warning].flatMap { grade in
            findings.filter { $0.grade == grade }.compactMap(\.command)
        }
        var seen: Set<String> = []
        return commands.filter { seen.insert($0).inserted }
    }

    package static func worst(_ findings: [Finding]) -> Finding.Grade {
        let grades = Set(findings.map(\.grade))
        return grades.contains(.problem) ? .problem : grades.contains(.warning) ? .warning : .ok
    }

    private static let word = 7

    private static func lines(_ finding: Finding, _ width: Int, _ style: TerminalStyle) -> [String] {
        let grade = style.painted(Columns.padded(finding.grade.rawValue, to: word), tone(finding.grade))
        let head = "\(grade)  \(Columns.padded(SafeText.oneLine(finding.subject), to: width))  "
        let indent = String(repeating: " ", count: word + width + 4)
        let advice = finding.advice.map { [indent + Words.sentence($0)] } ?? []
        let command = finding.command.map { [indent + "  " + SafeText.oneLine($0)] } ?? []
        return [head + Words.sentence(finding.text)] + advice + command
    }

    private static func sum(_ findings: [Finding]) -> String {
        let counts = Dictionary(grouping: findings, by: \.grade).mapValues(\.count)
        let parts = [
            counts[.problem].map { Words.count($0, "problem") }, counts[.warning].map { Words.count($0, "warning") },
        ].compactMap(\.self)
        switch worst(findings) {
        case .ok: return "Everything that an emergency will need is here."
        case .warning: return "A rollback would work here; \(Words.list(parts))."
        case .problem: return "A rollback would not go well here: \(Words.list(parts))."
        }
    }

    private static func tone(_ grade: Finding.Grade) -> EventLine.Tone {
        switch grade {
        case .ok: .good
        case .warning: .warning
        case .problem: .bad
        }
    }
}
