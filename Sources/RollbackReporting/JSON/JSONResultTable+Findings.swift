import RollbackCore

/// The lines of commands that look back, or ahead.
extension JSONEventReference {
    static func looks() -> [Entry] { [history, report, finding] }

    private static var history: Entry {
        Entry(
            "history", "A run of this platform; the newest comes first.", event: false,
            [
                Field("run", "text", "the run's name"),
                Field("began", "text", "ISO 8601 in UTC", always: false),
                Field("level", "text", "`fast`", always: false),
                Field("from", "text", "the commit that was checked out", always: false),
                Field("to", "text", "the commit that it went to", always: false),
                Field("fromRelease", "text or null", "the number under which `from` was recorded", always: false),
                Field("toRelease", "text or null", "the same of `to`", always: false),
                Field(
                    "outcome", "text or null", "`interrupted` when it was cut short; null while it is under way",
                    always: false),
                Field("undone", "true/false", "whether the starting state is back", always: false),
                Field("seconds", "number or null", "what it took; null when its event log is gone", always: false),
                Field("actor", "text", "who began it", always: false),
                Field("reason", "text or null", "why", always: false),
                Field(
                    "unreadable", "text", "why its journal cannot be read; only `run` and `path` are with it",
                    always: false),
                Field("path", "text", "of a journal that cannot be read", always: false),
            ],
            examples: [
                JSONLines.history(.told(JSONExamples.past)),
                JSONLines.history(
                    .unreadable(
                        RunID(6), path: "/srv/pi-forge/.git/lastgood/runs/6/journal",
                        why: "it does not begin like a journal")),
            ])
    }

    private static var report: Entry {
        Entry(
            "report", "Where a run's report is.", event: false,
            [
                Field("run", "text", "the run's name"),
                Field(
                    "path", "text or null", "of the HTML file; the Markdown file is beside it; null when it was removed"
                ),
                Field("outcome", "text or null", "null while the run is unfinished"),
                Field("undone", "true/false", "whether the starting state is back"),
                Field("contents", "text", "with `--format`: the report itself, made anew", always: false),
            ],
            examples: [
                JSONLines.report(JSONExamples.report, run: "run-7", path: "/srv/pi-forge/rollback/logs/run-7.html"),
                JSONLines.report(JSONExamples.report, run: "run-7", path: nil, contents: "# Rollback run-7 of …"),
            ])
    }

    private static var finding: Entry {
        Entry(
            "finding", "Something that an emergency will need, as `doctor` found it.", event: false,
            [
                Field(
                    "grade", "text",
                    "`ok`, `warning` (not as good as it could be) or `problem` (a rollback would fail, or stop)"),
                Field("subject", "text", "what it is about"), Field("text", "text", "what was found"),
                Field("advice", "text or null", "what to do about it"),
                Field("command", "text or null", "the line to type"),
            ],
            examples: [
                JSONLines.finding(
                    Finding(
                        .warning, "service flask", "it does not run, and can be started",
                        advice: "Read what it said last",
                        command: .logs("flask")))
            ])
    }
}
