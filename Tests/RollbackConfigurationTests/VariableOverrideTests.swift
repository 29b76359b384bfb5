import RollbackConfiguration
import RollbackCore
import Testing

/// Keys that are given by environment variables.
struct VariableOverrideTests {
    private let rollback = """
        { "timeouts": { "service_restart_seconds": 20, "health_check_timeout_seconds": 45 },
          "service_dependencies": { "api": { "port": 8000, "depends_on": [] }, "my.api": {} },
          "external_services": { "db": { "critical": true } },
          "environments": { "staging": { "timeouts": { "health_check_timeout_seconds": 120 } } } }
        """
    private let endpoints = #"{"external_services": {"db": {"critical": true, "required_vars": ["DB"]}}}"#

    private func load(_ variables: [String: String]) throws -> PlatformConfiguration {
        try Sample.load(
            rollback: rollback, endpoints: endpoints,
            environment: Dictionary(uniqueKeysWithValues: variables.map { ("LASTGOOD_CONFIG__\($0.key)", $0.value) }))
    }

    @Test func theyComeOverFilesAndEnvironments() throws {
        let limits = try Sample.load(
            rollback: rollback,
            environment: [
                "LASTGOOD_CONFIG__timeouts__health_check_timeout_seconds": "90", "LASTGOOD_ENVIRONMENT": "staging",
            ]
        ).services.first?.limits
        #expect(limits == ServiceLimits(stop: 10, ready: 90))
    }

    @Test func jsonIsReadAsJSONAndAnythingElseAsText() throws {
        let configuration = try load([
            "service_dependencies__api": #"{"start": "./run", "port": 9000}"#,
            "service_dependencies__api__environment__MODE": "live, \"quoted\"",
            "service_dependencies__api__environment__PORT": "\"9000\"",
            "service_dependencies__api__depends_on": #"["my.api"]"#, "service_dependencies__my.api__critical": "false",
            "monitoring__log_level": "DEBUG", "commits": #"[{"hash": "4f2a9c1"}]"#, "contacts": "[]",
        ])
        let api = try #require(configuration.services.first)
        #expect(api.port == 9000)
        #expect(api.launch?.arguments == ["./run"])
        #expect(api.launch?.environment == ["MODE": "live, \"quoted\"", "PORT": "9000"])
        #expect(api.dependsOn == ["my.api"])
        #expect(configuration.services.map(\.critical) == [true, false])
        #expect(configuration.settings.logLevel == .debug)
        #expect(configuration.knownGood.map(\.hash) == ["4f2a9c1"])
    }

    /// They would disagree otherwise.
    @Test func aKeyOfBothFilesIsSetInBoth() throws {
        #expect(try load(["external_services__db__critical": "false"]).checks.map(\.critical) == [false])
    }

    @Test func theSeedsKeyCanBeGiven() throws {
        let variables = ["LASTGOOD_CONFIG__environment": "staging"]
        let configuration = try Sample.load(rollback: rollback, environment: variables)
        #expect(configuration.environment == "staging")
        #expect(configuration.services.first?.limits.ready == 120)
    }

    @Test func withoutAnyFileTheyStandAlone() throws {
        let variables = ["LASTGOOD_CONFIG__rollback_settings__confirmation_required": "false", "OTHER": "{"]
        #expect(try !Sample.load(environment: variables).settings.confirmationRequired)
    }

    @Test(arguments: [
        (
            "timeouts__service_restart_seconds", "soon",
            #"timeouts.service_restart_seconds: expected a number of seconds from 0 to 86400, found the string "soon""#
        ),
        (
            "timeouts__servce_restart_seconds", "5",
            #"timeouts.servce_restart_seconds: unknown key "servce_restart_seconds"; did you mean "service_restart_seconds"?"#
        ),
        ("timeouts", "5", "timeouts: expected an object, found 5"),
        (
            "timeouts__service_restart_seconds__x", "5",
            "timeouts.service_restart_seconds: expected a number of seconds from 0 to 86400, found an object"
        ),
        (
            "service_dependencies__api__depends_on__0", "db",
            "service_dependencies.api.depends_on: expected an array, found an object"
        ),
        (
            "service_dependencies__api__depends_on", #"["apo"]"#,
            #"service_dependencies.api.depends_on[0]: depends_on names "apo", which is neither a service nor an external service; did you mean "api"?"#
        ),
        (
            "service_dependencies__other__port", "8000",
            #"service_dependencies.other.port: port 8000 is also the port of "api", rollback-config.json, line 2"#
        ),
        (
            "service_dependencies__api__environment__KEY", "5",
            #"service_dependencies.api.environment.KEY: expected a string, or {"file": "path"}, found a number"#
        ),
        (
            "timeouts", #"{"service_restart_seconds": 1, "service_restart_seconds": 2}"#,
            "timeouts.service_restart_seconds: the key is given twice; first on line 1"
        ),
        ("timeotus__x", "5", #"no file has a key "timeotus"; did you mean "timeouts"?"#),
        (
            "xyzzyxyzzy", "5",
            #"no file has a key "xyzzyxyzzy"; known here: caches, code, commits, contacts, critical_files, dashboards, database, environment, external_services, hooks, layout, monitoring, notifications, railway_endpoints, release_directories, releases, rollback_procedures, rollback_settings, service_dependencies, services, timeouts, verification_criteria, verification_sequence"#
        ),
        ("", "5", #"expected keys with "__" between them after LASTGOOD_CONFIG__"#),
        ("timeouts__", "5", #"expected keys with "__" between them after LASTGOOD_CONFIG__"#),
        (
            "environments__staging", "{}",
            "environments are described in the files; LASTGOOD_ENVIRONMENT says which of them holds"
        ),
    ])
    func mistakesNameTheVariable(path: String, value: String, expected: String) {
        let name = "LASTGOOD_CONFIG__\(path)"
        let mistakes = Sample.mistakes(rollback: rollback, environment: [name: value])
        let separator =
            expected.hasPrefix("no file") || expected.hasPrefix("expected") || expected.hasPrefix("environments are")
            ? ":" : ""
        #expect(mistakes == ["\(name)\(separator) \(expected)"])
    }
}
