import RollbackCore

/// Reports and logs.
struct MonitoringSection: Section {
    static let heading = "Monitoring"
    static let file = ConfigurationFile.rollback
    static let path = "monitoring"
    static let about = "What is kept of each run for people."
    static let example = """
        "monitoring": { "log_directory": "rollback/logs", "log_retention_days": 90, "log_level": "INFO" }
        """

    static let retention = Key(
        "log_retention_days", .days, fallback: "`90`",
        """
        After how many days a run's report is removed from `log_directory`, at the end of a run. The newest 10 stay \
        whatever their age, and nothing but reports is removed.
        """)
    static let level: Key<LogLevel> = Key(
        "log_level", .choice, fallback: "`INFO`",
        """
        What a run prints where no terminal is. `INFO`: each stage, step and check. `DEBUG`: also the commands of each \
        step. `WARNING`: warnings, failures and the outcome. `ERROR` and `CRITICAL`: failures and the outcome. A \
        terminal, `--json` and the report show everything in any case.
        """)
    static let directory = Key("log_directory", .file, fallback: "`rollback/logs`", "Where reports are written.")
    static let keys: [any AnyKey] = [retention, level, directory]

    let retention: Int?
    let level: LogLevel?
    let directory: String?

    init(_ reader: SectionReader) {
        retention = reader.value(Self.retention)
        level = reader.value(Self.level)
        directory = reader.value(Self.directory)
    }
}
