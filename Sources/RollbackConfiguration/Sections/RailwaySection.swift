/// Public addresses of a platform on Railway.
struct RailwaySection: Section {
    static let heading = "Railway"
    static let file = ConfigurationFile.endpoints
    static let path = "railway_endpoints"
    static let about = "For platforms that cannot be asked at `localhost`."
    static let example = """
        "railway_endpoints": { "example": "https://platform.up.railway.app", "health_check_path": "/health" }
        """

    static let address = Key("example", .webAddress, "The public address.")
    static let health = Key("health_check_path", .urlPath, "The path that answers when the platform is well.")
    static let keys: [any AnyKey] = [address, health]

    init(_ reader: SectionReader) {
        _ = reader.value(Self.address)
        _ = reader.value(Self.health)
    }
}
