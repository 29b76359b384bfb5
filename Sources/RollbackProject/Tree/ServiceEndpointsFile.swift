/// `service-endpoints.json`: how it is seen that the services are well.
struct ServiceEndpointsFile {
    let detection: ProjectDetection
    let title: String

    init(_ detection: ProjectDetection, title: String) {
        self.detection = detection
        self.title = title
    }

    var text: String {
        let order = detection.services.map(\.name) + detection.externals.map(\.name)
        let members: [OrderedJSON.Member] = [
            .init("version", .text("1.0.0")),
            .init("description", .text("How it is seen that \(title) is well")),
            .init("environment", .text("production")),
            .init("services", .object(detection.services.map(service))),
            .init("external_services", .object(detection.externals.map(external))),
            .init("verification_sequence", .texts(order), comments: ["The order of the checks."]),
        ]
        return OrderedJSON.object(members).file(comments: ["The answers that prove that the services are well."])
    }

    private func service(_ guess: ServiceGuess) -> OrderedJSON.Member {
        var members: [OrderedJSON.Member] = []
        if let title = guess.title ?? guess.framework?.title { members.append(.init("name", .text(title))) }
        if let port = guess.port { members.append(.init("port", .number(port))) }
        if let health = guess.health, guess.port != nil {
            let endpoint: OrderedJSON = .object([
                .init("path", .text(health)), .init("method", .text("GET")), .init("expected_status", .number(200)),
                .init("timeout_seconds", .number(guess.framework == .gradio ? 10 : 5)),
            ])
            members.append(.init("endpoints", .object([.init("health", endpoint)])))
        }
        return .init(guess.name, .object(members))
    }

    private func external(_ guess: ExternalGuess) -> OrderedJSON.Member {
        .init(
            guess.name,
            .object([.init("required_vars", .texts(guess.variables)), .init("critical", .flag(guess.critical))]))
    }
}
