import RollbackCore

/// The lines of commands that look back, or ahead.
extension JSONLines {
    package static func history(_ past: PastRun) -> JSONLine {
        switch past {
        case .unreadable(let run, let path, let why):
            return JSONLine(
                "history",
                ["run": .string(run.description), "unreadable": .string(why), "path": .string(path)])
        case .told(let entry):
            return JSONLine(
                "history",
                [
                    "run": .string(entry.run.description), "began": .string(DateText.iso(entry.began)),
                    "level": .string(entry.level.rawValue), "from": .string(entry.from.rawValue),
                    "to": .string(entry.to.rawValue), "outcome": .text(entry.outcome?.rawValue),
                    "fromRelease": .text(entry.fromRelease?.description),
                    "toRelease": .text(entry.toRelease?.description),
                    "undone": .bool(entry.undone), "seconds": .seconds(entry.seconds),
                    "actor": .string(entry.actor), "reason": .text(entry.reason),
                ])
        }
    }

    /// - Parameter contents: the report itself, where it was asked for.
    package static func report(_ report: RunReport, run: String, path: String?, contents: String? = nil) -> JSONLine {
        var fields: [String: JSONValue] = [
            "run": .string(run), "path": .text(path), "outcome": .text(report.end?.outcome.rawValue),
            "undone": .bool(report.end?.undone ?? false),
        ]
        if let contents { fields["contents"] = .string(contents) }
        return JSONLine("report", fields)
    }

    package static func finding(_ finding: Finding) -> JSONLine {
        JSONLine(
            "finding",
            [
                "grade": .string(finding.grade.rawValue), "subject": .string(finding.subject),
                "text": .string(finding.text), "advice": .text(finding.advice), "command": .text(finding.command),
            ])
    }
}
