/// One running process group of the platform, with what is known of how it is run and judged.
package struct Service: Hashable, Codable, Sendable {
    package var name: ServiceName
    /// What a person calls it: `FastAPI Quantum Conduit`.
    package var title: String?
    package var port: Int?
    /// Services and external services that must be up before it.
    package var dependsOn: [String]
    /// A non-critical service's failures are warnings.
    package var critical: Bool
    package var manager: ServiceManagerKind
    /// How the process driver starts it; nil when only what runs now can tell.
    package var launch: LaunchSpecification?
    /// Its name within its manager: the systemd unit, or the Compose service.
    package var unit: String?
    package var limits: ServiceLimits
    package var endpoints: [Endpoint]

    package init(
        name: ServiceName, title: String? = nil, port: Int? = nil, dependsOn: [String] = [], critical: Bool = true,
        manager: ServiceManagerKind = .process, launch: LaunchSpecification? = nil, unit: String? = nil,
        limits: ServiceLimits = ServiceLimits(), endpoints: [Endpoint] = []
    ) {
        self.name = name
        self.title = title
        self.port = port
        self.dependsOn = dependsOn
        self.critical = critical
        self.manager = manager
        self.launch = launch
        self.unit = unit
        self.limits = limits
        self.endpoints = endpoints
    }
}

/// The means by which a service is stopped and started.
package struct ServiceManagerKind: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let process: Self = "process"
    package static let systemd: Self = "systemd"
    package static let compose: Self = "compose"
}

/// How one process is started. Holds no secrets, only where they are found at each start.
package struct LaunchSpecification: Hashable, Codable, Sendable {
    package var arguments: [String]
    /// Absolute.
    package var directory: String
    /// Set over what the service ran with.
    package var environment: [String: String]
    /// Set in the same way, each with the value that it has at that moment.
    package var secrets: [String: SecretReference]
    /// A `NAME=value` file, absolute, read at each start.
    package var environmentFile: String?
    /// Where its output goes, absolute; nil: a file in lastgood's state.
    package var logFile: String?

    package init(
        arguments: [String], directory: String, environment: [String: String] = [:],
        secrets: [String: SecretReference] = [:], environmentFile: String? = nil, logFile: String? = nil
    ) {
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
        self.secrets = secrets
        self.environmentFile = environmentFile
        self.logFile = logFile
    }

    /// Journals of earlier programs know no secrets.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        arguments = try values.decode([String].self, forKey: .arguments)
        directory = try values.decode(String.self, forKey: .directory)
        environment = try values.decode([String: String].self, forKey: .environment)
        secrets = try values.decodeIfPresent([String: SecretReference].self, forKey: .secrets) ?? [:]
        environmentFile = try values.decodeIfPresent(String.self, forKey: .environmentFile)
        logFile = try values.decodeIfPresent(String.self, forKey: .logFile)
    }
}

/// How long to wait for a service, in seconds.
package struct ServiceLimits: Hashable, Codable, Sendable {
    /// From SIGTERM to SIGKILL of the whole group.
    package var stop: Double
    /// From start to the first healthy answer.
    package var ready: Double

    package init(stop: Double = 10, ready: Double = 60) {
        self.stop = stop
        self.ready = ready
    }
}

/// An HTTP address of a service and what a healthy answer looks like.
package struct Endpoint: Hashable, Codable, Sendable {
    package var name: String
    package var method: String
    package var url: String
    package var expectedStatus: Int
    /// Matched as whole words: `unhealthy` does not contain `healthy`.
    package var expectedText: String?
    /// Seconds.
    package var timeout: Double

    package init(
        name: String, method: String = "GET", url: String, expectedStatus: Int = 200, expectedText: String? = nil,
        timeout: Double = 5
    ) {
        self.name = name
        self.method = method
        self.url = url
        self.expectedStatus = expectedStatus
        self.expectedText = expectedText
        self.timeout = timeout
    }
}
