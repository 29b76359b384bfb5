import RollbackCore

/// The three files of `rollback/config/`, from what was detected. Only keys that have an effect are written.
package struct ConfigurationFiles: Sendable {
    private let detection: ProjectDetection
    private let title: String

    /// - Parameter title: what the platform is called.
    package init(_ detection: ProjectDetection, title: String) {
        self.detection = detection
        self.title = title
    }

    package static let rollback = "rollback/config/rollback-config.json"
    package static let endpoints = "rollback/config/service-endpoints.json"
    package static let knownGood = "rollback/config/known-good-commits.json"
    package static let paths = [rollback, endpoints, knownGood]

    /// By path.
    package var texts: [String: String] {
        [
            Self.rollback: rollbackText, Self.endpoints: ServiceEndpointsFile(detection, title: title).text,
            Self.knownGood: knownGoodText,
        ]
    }

    private var rollbackText: String {
        let members: [OrderedJSON.Member] = [
            .init("version", .text("1.0.0")), .init("description", .text("How \(title) is rolled back")),
            .init("rollback_settings", settings),
            .init(
                "timeouts", timeouts, comments: ["The longest waits, in seconds; nothing waits longer than it has to."]),
            .init("service_dependencies", .object(detection.services.map(service)), comments: serviceComments),
            .init("external_services", .object(detection.externals.map(external)), comments: migrationComments),
            .init(
                "monitoring",
                .object([.init("log_retention_days", .number(90)), .init("log_directory", .text("rollback/logs"))])),
            .init("contacts", .list(detection.contacts.map(contact)), comments: contactComments),
            .init("dashboards", .texts(detection.dashboards)),
        ]
        return OrderedJSON.object(members).file(comments: [
            "What lastgood does to \(title). Comments and a comma after the last element are allowed.",
            "Written by lastgood init from what it found. Once you have edited it, it is yours and is left alone.",
        ])
    }

    private var settings: OrderedJSON {
        .object([
            .init("default_level", .text("fast")), .init("confirmation_required", .flag(true)),
            .init("auto_verify_after_rollback", .flag(true)),
        ])
    }

    private var timeouts: OrderedJSON {
        .object([
            .init("service_restart_seconds", .number(30)), .init("health_check_timeout_seconds", .number(60)),
        ])
    }

    private var serviceComments: [String] {
        detection.services.isEmpty
            ? [
                "No service was found. With none here, those that run at the moment of a rollback are found by their ports."
            ]
            : ["A service without \"start\" is restarted by the means that run it."]
    }

    private func service(_ guess: ServiceGuess) -> OrderedJSON.Member {
        var members: [OrderedJSON.Member] = []
        if let port = guess.port { members.append(.init("port", .number(port))) }
        members.append(.init("depends_on", .texts(guess.dependsOn)))
        members.append(.init("critical", .flag(true)))
        if let health = guess.health, guess.port != nil { members.append(.init("health_endpoint", .text(health))) }
        if guess.manager != .process {
            members.append(.init("manager", .text(guess.manager.rawValue)))
            if let unit = guess.unit { members.append(.init("unit", .text(unit))) }
        } else if let start = guess.start {
            members.append(.init("start", .texts(start)))
            if !guess.directory.isEmpty { members.append(.init("directory", .text(guess.directory))) }
            if let file = detection.environmentFile { members.append(.init("environment_file", .text(file))) }
        }
        return .init(guess.name, .object(members), comments: guess.reasons)
    }

    private func external(_ guess: ExternalGuess) -> OrderedJSON.Member {
        let members: [OrderedJSON.Member] =
            (guess.title.map { [.init("name", .text($0))] } ?? [])
            + [.init("required_env_vars", .texts(guess.variables)), .init("critical", .flag(guess.critical))]
        return .init(guess.name, .object(members), comments: guess.reasons)
    }

    private var migrationComments: [String] {
        detection.migrations.map { "\($0.system) in \($0.folder): \($0.reasons.joined(separator: ", "))." }
    }

    private var contactComments: [String] {
        detection.contacts.isEmpty
            ? ["Whom to call when a rollback does not end well: { \"name\": \"On call\", \"how\": \"+49 30 1234567\" }"]
            : []
    }

    private func contact(_ guess: ContactGuess) -> OrderedJSON {
        .object([.init("name", .text(guess.name)), .init("how", .text(guess.how))])
    }

    private var knownGoodText: String {
        let members: [OrderedJSON.Member] = [
            .init("version", .text("1.0.0")),
            .init("description", .text("The releases of \(title) that are known to work")),
            .init(
                "commits", .list([]),
                comments: [
                    "The newest first. A release belongs here when its checks have passed for a day, for example:",
                    "{ \"hash\": \"4f2a9c1\", \"date\": \"2025-11-03\", \"description\": \"Checkout rewritten\" }",
                ]),
        ]
        return OrderedJSON.object(members).file(comments: [
            "The registry: what a rollback goes back to when no commit is named."
        ])
    }
}
