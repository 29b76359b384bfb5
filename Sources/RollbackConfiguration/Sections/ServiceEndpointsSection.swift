/// One service's endpoints.
struct ServiceEndpointsSection: Section {
    static let heading = "Services' endpoints"
    static let file = ConfigurationFile.endpoints
    static let path = "services.NAME"
    static let about = """
        Every endpoint is a check. The one named `health`, else `root`, else the service's `health_endpoint`, decides \
        liveness: a started service is ready when it answers. Without any, the port does; without a port, the process. \
        Requests go to `localhost`.
        """
    static let example = """
        "services": {
          "gateway": {
            "name": "Gateway",
            "port": 8000,
            "endpoints": {
              "health": { "path": "/health", "expected_status": 200, "expected_response_contains": "healthy" },
              "login": { "path": "/login", "timeout_seconds": 3 }
            }
          }
        }
        """

    static let title = Key("name", .text, "What a person calls it.")
    static let port = Key("port", .port, fallback: "from `service_dependencies`", "The TCP port that it listens on.")
    static let scheme = Key("protocol", .choice(["http", "https"]), fallback: "`http`", "How it is spoken to.")
    static let endpoints: Key<[Named<EndpointSection>]> = Key(
        "endpoints", .named("endpoint", .section), "What is requested, by name.")
    static let critical = Key("critical", .flag, fallback: "from `service_dependencies`", "As there; both must agree.")
    static let keys: [any AnyKey] = [title, port, scheme, endpoints, critical]

    let title: String?
    let port: Located<Int>?
    let scheme: String
    let endpoints: [Named<EndpointSection>]
    let critical: Located<Bool>?

    init(_ reader: SectionReader) {
        title = reader.value(Self.title)
        port = reader.located(Self.port)
        scheme = reader.value(Self.scheme) ?? "http"
        endpoints = reader.value(Self.endpoints) ?? []
        critical = reader.located(Self.critical)
        for endpoint in endpoints where ["port", "process"].contains(endpoint.name) {
            let message = "\(Shown.quoted(endpoint.name)) is the name of a check that every service has; choose another"
            reader.findings.problem(endpoint.place, message)
        }
    }
}
