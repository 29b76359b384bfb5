/// One request and what a healthy answer to it looks like.
struct EndpointSection: Section {
    static let heading = "One endpoint"
    static let file = ConfigurationFile.endpoints
    static let path = "services.NAME.endpoints.NAME"
    static let about = "Redirects are not followed: the answer is compared as it comes."
    static let example = ""

    static let pathKey = Key("path", .urlPath, fallback: "required", "What is requested.")
    static let method = Key(
        "method", .choice(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), fallback: "`GET`",
        "The HTTP method. Requests have no body.")
    static let status = Key("expected_status", .status, fallback: "`200`", "The status of a healthy answer.")
    static let contains = Key(
        "expected_response_contains", .nonEmpty,
        "Whole words that a healthy answer contains: `unhealthy` does not contain `healthy`.")
    static let limit = Key("timeout_seconds", .positiveSeconds, fallback: "`5`", "How long the answer may take.")
    static let keys: [any AnyKey] = [pathKey, method, status, contains, limit]

    let path: String
    let method: String
    let status: Int
    let contains: String?
    let limit: Double

    init?(_ reader: SectionReader) {
        let path = reader.required(Self.pathKey)
        method = reader.value(Self.method) ?? "GET"
        status = reader.value(Self.status) ?? 200
        contains = reader.value(Self.contains)
        limit = reader.value(Self.limit) ?? 5
        guard let path else { return nil }
        self.path = path
    }
}
