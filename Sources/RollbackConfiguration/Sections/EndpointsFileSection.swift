/// The whole of `service-endpoints.json`.
struct EndpointsFileSection: Section {
    static let heading = "service-endpoints.json"
    static let file = ConfigurationFile.endpoints
    static let path = ""
    static let about = "The file's top level. Every key may be left out."
    static let example = """
        "environment": "production",
        "services": { "gateway": { "port": 8000 }, "dashboard": { "port": 5000 } },
        "verification_sequence": ["dashboard", "gateway"]
        """

    static let environment = Key(
        "environment", .text,
        """
        Which named environment holds where `LASTGOOD_ENVIRONMENT` does not say it. It stands in plans, in the status and \
        in reports; without `environments` any name may.
        """)
    static let services: Key<[Named<ServiceEndpointsSection>]> = Key(
        "services", .named("service", .section),
        "The services' endpoints; a service may stand in either file or in both.")
    static let externals: Key<[Named<ExternalEndpointsSection>]> = Key(
        "external_services", .named("external service", .section), "How external services are checked.")
    static let sequence = Key(
        "verification_sequence", .list(of: .text), fallback: "as in the files",
        "The order of the checks, by service and external service. Those not named come last.")
    static let railway: Key<RailwaySection> = Key(
        "railway_endpoints", .section, later: "nothing is asked at a public address yet",
        "Public addresses on Railway.")
    static let environments = EnvironmentKey.key(of: EndpointsFileSection.self)
    static let keys: [any AnyKey] = [environment, services, externals, sequence, railway, environments]

    let environment: String?
    let services: [Named<ServiceEndpointsSection>]
    let externals: [Named<ExternalEndpointsSection>]
    let sequence: [Located<String>]

    init(_ reader: SectionReader) {
        environment = reader.value(Self.environment)
        services = reader.value(Self.services) ?? []
        externals = reader.value(Self.externals) ?? []
        sequence = reader.value(Self.sequence) ?? []
        _ = reader.value(Self.railway)
        EnvironmentKey.refuse(Self.keys, reader)
    }
}
