/// Something the services need that is not the platform's to run: a hosted database, a payment network.
struct ExternalServiceSection: Section {
    static let heading = "External services"
    static let file = ConfigurationFile.rollback
    static let path = "external_services.NAME"
    static let about = "An external service is checked by the variables without which it cannot be used."
    static let example = """
        "external_services": {
          "database": { "name": "Hosted database", "required_env_vars": ["DATABASE_URL"], "critical": true }
        }
        """

    static let title = Key("name", .text, "What a person calls it, for people who read the file.")
    static let variables = Key(
        "required_env_vars", .list(of: .variableName), "Variables that must be set. Their values are never printed.")
    static let critical = Key(
        "critical", .flag, fallback: "`true`", "Whether a missing variable makes a rollback unhealthy.")
    static let keys: [any AnyKey] = [title, variables, critical]

    let variables: [String]
    let critical: Located<Bool>?

    init(_ reader: SectionReader) {
        _ = reader.value(Self.title)
        variables = reader.value(Self.variables)?.map(\.value) ?? []
        critical = reader.located(Self.critical)
    }
}
