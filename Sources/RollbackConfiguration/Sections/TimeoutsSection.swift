/// The limits that hold for services which have none of their own.
struct TimeoutsSection: Section {
    static let heading = "Timeouts"
    static let file = ConfigurationFile.rollback
    static let path = "timeouts"
    static let about = "Limits for every service. They are the longest waits, never pauses."
    static let example = """
        "timeouts": {
          "service_restart_seconds": 30,
          "health_check_timeout_seconds": 45
        }
        """

    static let restart = Key(
        "service_restart_seconds", .seconds, fallback: "`10`",
        """
        How long a service may take to go down and come up again. Up to 10 seconds of it are given to a polite stop; \
        then the whole process group is killed.
        """)
    static let health = Key(
        "health_check_timeout_seconds", .positiveSeconds, fallback: "`60`",
        "How long a started service may take to its first healthy answer.")
    static let database = Key(
        "database_rollback_timeout_seconds", .positiveSeconds, later: "what it waits for has limits of its own",
        "How long the database may take to go back.")
    static let keys: [any AnyKey] = [restart, health, database]

    let restart: Double?
    let health: Double?

    init(_ reader: SectionReader) {
        restart = reader.value(Self.restart)
        health = reader.value(Self.health)
        _ = reader.value(Self.database)
    }
}
