/// Reports and logs.
struct MonitoringSection: Section {
    static let heading = "Monitoring"
    static let file = ConfigurationFile.rollback
    static let path = "monitoring"
    static let about = "What is kept of each run for people."
    static let example = """
        "monitoring": { "log_directory": "rollback/logs", "log_retention_days": 90 }
        """

    static let retention = Key(
        "log_retention_days", .days, fallback: "`90`", "After how many days reports may be removed.")
    static let level = Key(
        "log_level", .choice(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]),
        later: "every event of a run is kept", "How much is logged.")
    static let directory = Key("log_directory", .file, fallback: "`rollback/logs`", "Where reports are written.")
    static let keys: [any AnyKey] = [retention, level, directory]

    let retention: Int?
    let directory: String?

    init(_ reader: SectionReader) {
        retention = reader.value(Self.retention)
        _ = reader.value(Self.level)
        directory = reader.value(Self.directory)
    }
}
