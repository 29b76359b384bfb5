package import RollbackCore

/// What the documents and scripts of a platform are made from: its configuration, as it is now.
package struct PlatformFacts: Sendable {
    package struct Contact: Sendable {
        package var name: String
        package var how: String?
        package init(name: String, how: String?) {
            self.name = name
            self.how = how
        }
    }

    /// What the services need and a rollback does not run.
    struct External {
        var name: String
        var variables: [String]
        var critical: Bool
    }

    /// Absolute: what lies below it is written relative to it.
    package var root: String?
    package var title: String
    package var environment: String?
    package var services: [Service]
    package var checks: [Check]
    package var contacts: [Contact]
    package var dashboards: [String]
    package var logRetentionDays: Int
    /// Somebody wants deployments recorded by GitHub Actions.
    package var hasRecordWorkflow = false
    package var migrations: [MigrationGuess]
    /// The frameworks of the services, by name, as far as they were recognised.
    package var frameworks: [ServiceName: Framework]

    package init(
        root: String? = nil, title: String, environment: String? = nil, services: [Service], checks: [Check] = [],
        contacts: [Contact] = [], dashboards: [String] = [], logRetentionDays: Int = 90,
        detection: ProjectDetection
    ) {
        self.root = root
        self.title = title
        self.environment = environment
        self.services = services
        self.checks = checks
        self.contacts = contacts
        self.dashboards = dashboards
        self.logRetentionDays = logRetentionDays
        migrations = detection.migrations
        frameworks = Self.frameworks(services, detection)
    }

    private static func frameworks(_ services: [Service], _ detection: ProjectDetection) -> [ServiceName: Framework] {
        let found = services.compactMap { service -> (ServiceName, Framework)? in
            let guess = detection.services.first {
                $0.name == service.name.rawValue || $0.port != nil && $0.port == service.port
            }
            let framework = guess?.framework ?? Framework(rawValue: service.name.rawValue)
            return framework.map { (service.name, $0) }
        }
        return Dictionary(found) { first, _ in first }
    }

    /// Each level needs only the levels before it. A circle was refused when the configuration was read.
    var levels: [[Service]] { (try? ServiceLevels.ordered(services)) ?? [services] }

    var externals: [External] {
        let known = Set(services.map(\.name.rawValue))
        var found: [External] = []
        for check in checks where check.service == nil {
            guard case .variables(let names) = check.probe, check.name.hasSuffix("/variables") else { continue }
            let name = String(check.name.dropLast("/variables".count))
            found.append(External(name: name, variables: names, critical: check.critical))
        }
        for name in services.flatMap(\.dependsOn) where !known.contains(name) {
            if !found.contains(where: { $0.name == name }) {
                found.append(External(name: name, variables: [], critical: true))
            }
        }
        return found
    }

    /// The endpoint that decides whether a service lives.
    func liveness(of service: Service) -> Endpoint? {
        for check in checks where check.service == service.name && check.liveness {
            if case .http(let endpoint) = check.probe { return endpoint }
        }
        return service.endpoints.first
    }
}
