/// One service: what it waits for and how it is run.
struct ServiceSection: Section {
    static let heading = "Services"
    static let file = ConfigurationFile.rollback
    static let path = "service_dependencies.NAME"
    static let about = """
        A service that says nothing about how it is run is restarted by the means that run it now. Services start when \
        everything they depend on is ready; those that do not wait for each other start at the same time.
        """
    static let example = """
        "service_dependencies": {
          "gateway": {
            "port": 8000,
            "critical": true,
            "health_endpoint": "/health",
            "start": "python -m uvicorn main:app --port 8000",
            "directory": "server",
            "environment": { "LOG_LEVEL": "info" },
            "environment_file": ".env",
            "log_file": "logs/gateway.log"
          },
          "worker": { "depends_on": ["gateway"], "manager": "systemd", "unit": "platform-worker.service" }
        }
        """

    static let port = Key("port", .port, "The TCP port that it listens on. Workers have none.")
    static let dependsOn = Key(
        "depends_on", .list(of: .text), "Services, or external services, that must be there before it.")
    static let critical = Key(
        "critical", .flag, fallback: "`true`",
        "Whether its failure makes a rollback unhealthy; otherwise it is a warning.")
    static let health = Key(
        "health_endpoint", .urlPath,
        "The path that answers 200 when it is well, for services without endpoints named `health` or `root`.")
    static let delay = Key(
        "restart_delay_seconds", .seconds, fallback: "`0`",
        "The longest wait before the first probe. Any value holds: a service is asked from its start on.")
    static let stopLimit = Key(
        "stop_timeout_seconds", .seconds, fallback: "from `timeouts`",
        "How long a polite stop may take before the process group is killed.")
    static let readyLimit = Key(
        "ready_timeout_seconds", .positiveSeconds, fallback: "from `timeouts`",
        "How long it may take from start to the first healthy answer.")
    static let keys: [any AnyKey] = [port, dependsOn, critical, health, delay, stopLimit, readyLimit] + RunKeys.all

    let port: Located<Int>?
    let dependsOn: [Located<String>]
    let critical: Located<Bool>?
    let health: Located<String>?
    let stopLimit: Double?
    let readyLimit: Double?
    let run: ServiceRun

    init(_ reader: SectionReader) {
        port = reader.located(Self.port)
        dependsOn = reader.value(Self.dependsOn) ?? []
        critical = reader.located(Self.critical)
        health = reader.located(Self.health)
        _ = reader.value(Self.delay)
        stopLimit = reader.value(Self.stopLimit)
        readyLimit = reader.value(Self.readyLimit)
        run = ServiceRun(reader)
    }
}
