/// How an external service is checked.
struct ExternalEndpointsSection: Section {
    static let heading = "External services' checks"
    static let file = ConfigurationFile.endpoints
    static let path = "external_services.NAME"
    static let about = "The same external services as in the other file; what one file says, the other may leave out."
    static let example = """
        "external_services": {
          "payments": {
            "name": "Payment network",
            "check_method": "environment_variable",
            "required_vars": ["PAYMENTS_KEY"],
            "critical": false
          }
        }
        """

    static let title = Key("name", .text, "What a person calls it, for people who read the file.")
    static let method = Key(
        "check_method", .choice(["environment_variable"]), fallback: "`environment_variable`",
        "How it is checked; there is one way.")
    static let variables = Key(
        "required_vars", .list(of: .variableName), "Variables that must be set, beside those of the other file.")
    static let critical = Key("critical", .flag, fallback: "from the other file", "As there; both must agree.")
    static let keys: [any AnyKey] = [title, method, variables, critical]

    let variables: [String]
    let critical: Located<Bool>?

    init(_ reader: SectionReader) {
        _ = reader.value(Self.title)
        _ = reader.value(Self.method)
        variables = reader.value(Self.variables)?.map(\.value) ?? []
        critical = reader.located(Self.critical)
    }
}
