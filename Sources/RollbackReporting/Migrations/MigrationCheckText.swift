package import RollbackCore

/// What `database check` says to people: a line that editors and CI can follow, and how to write it.
package enum MigrationCheckText {
    package static func text(_ findings: [MigrationFinding], checked: [String], unfollowed: [String]) -> String {
        let lines = findings.flatMap { finding in
            [
                SafeText.oneLine(
                    "\(finding.path):\(finding.line): \(finding.grade.rawValue): \(finding.what) [\(finding.rule)]"),
                "    " + SafeText.oneLine("\(finding.advice)."),
            ]
        }
        let notes = unfollowed.map { SafeText.oneLine("Not read: \($0).") }
        return (lines + notes + [summary(findings, checked)]).joined(separator: "\n")
    }

    private static func summary(_ findings: [MigrationFinding], _ checked: [String]) -> String {
        let count = checked.count == 1 ? "1 migration" : "\(checked.count) migrations"
        if checked.isEmpty { return "No migration was looked at." }
        let bad = Set(findings.filter { $0.grade == .error }.map(\.path)).count
        if bad == 0 { return "\(count): each can be taken back with every row." }
        return "\(count): \(bad == 1 ? "1 cannot" : "\(bad) cannot") be taken back with every row."
    }
}
