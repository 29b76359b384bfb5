import RollbackConfiguration
import RollbackCore
import Testing

/// Named environments in one file, and which of them holds.
struct EnvironmentTests {
    private let rollback = """
        {
          "timeouts": { "service_restart_seconds": 20, "health_check_timeout_seconds": 45 },
          "caches": ["one", "two"],
          "service_dependencies": { "api": { "port": 8000, "critical": true } },
          "environments": {
            "production": {},
            "staging": {
              "timeouts": { "health_check_timeout_seconds": 120 },
              "caches": ["three"],
              "service_dependencies": { "api": { "port": 8001 }, "mock": { "critical": false } }
            }
          }
        }
        """

    private func load(_ environment: String?, endpoints: String? = nil) throws -> PlatformConfiguration {
        let variables = environment.map { ["LASTGOOD_ENVIRONMENT": $0] } ?? [:]
        return try Sample.load(rollback: rollback, endpoints: endpoints, environment: variables)
    }

    @Test func objectsAreMergedAndArraysReplaced() throws {
        let staging = try load("staging")
        #expect(staging.environment == "staging")
        #expect(staging.services.map(\.name) == ["api", "mock"])
        #expect(staging.services.map(\.port) == [8001, nil])
        #expect(staging.services.map(\.critical) == [true, false])
        #expect(staging.services.map(\.limits.stop) == [10, 10])
        #expect(staging.services.map(\.limits.ready) == [120, 120])
        #expect(staging.cachePatterns == ["three"])
    }

    @Test func withoutOneTheFileStandsAsItIs() throws {
        for configuration in [try load(nil), try load("production"), try load("")] {
            #expect(configuration.services.map(\.port) == [8000])
            #expect(configuration.services.map(\.limits.ready) == [45])
            #expect(configuration.cachePatterns == ["one", "two"])
        }
        #expect(try load(nil).environment == nil)
        #expect(try load("production").environment == "production")
    }

    @Test func theSeedsKeyChoosesAndTheVariableComesFirst() throws {
        let endpoints = #"{"environment": "staging", "services": {"api": {"protocol": "http"}}}"#
        #expect(try load(nil, endpoints: endpoints).services.first?.port == 8001)
        let production = try load("production", endpoints: endpoints)
        #expect(production.services.first?.port == 8000)
        #expect(production.environment == "production")
    }

    @Test func bothFilesCanDescribeThem() throws {
        let endpoints = """
            { "services": { "api": { "endpoints": { "health": { "path": "/" } } } },
              "environments": { "staging": { "services": { "api": { "endpoints": { "health": { "path": "/s" } } } } },
                "preview": { "verification_sequence": [] } } }
            """
        let urls = try [nil, "staging", "preview"].map {
            try load($0, endpoints: endpoints).services.first?.endpoints.map(\.url)
        }
        #expect(
            urls == [["http://localhost:8000/"], ["http://localhost:8001/s"], ["http://localhost:8000/"]])
    }

    @Test func anUnknownOneIsRefusedWithTheKnown() {
        #expect(
            Sample.mistakes(rollback: rollback, environment: ["LASTGOOD_ENVIRONMENT": "stagin"]) == [
                #"LASTGOOD_ENVIRONMENT: "stagin" is not an environment of this platform; did you mean "staging"?; known here: "production", "staging"; one without overrides is written "stagin": {} under "environments""#
            ])
        #expect(
            Sample.mistakes(rollback: rollback, endpoints: "{\n  \"environment\": \"live\"\n}") == [
                #"service-endpoints.json 2:3 environment: "live" is not an environment of this platform; known here: "production", "staging"; one without overrides is written "live": {} under "environments""#
            ])
        #expect(
            Sample.mistakes(
                endpoints: #"{"environment": "live"}"#, environment: ["LASTGOOD_ENVIRONMENT": "staging"]) == [
                    #"LASTGOOD_ENVIRONMENT: "staging" is not an environment of this platform; none is described; one without overrides is written "staging": {} under "environments""#
                ])
    }

    @Test func withoutEnvironmentsTheSeedsKeyIsAName() throws {
        let endpoints = #"{"environment": "live"}"#
        #expect(try Sample.load(endpoints: endpoints).environment == "live")
        let asked = try Sample.load(endpoints: endpoints, environment: ["LASTGOOD_ENVIRONMENT": "live"])
        #expect(asked.environment == "live")
    }

    @Test(arguments: [nil, "staging", "production"])
    func mistakesAreShownWhereTheyAreWrittenWhicheverHolds(environment: String?) {
        let text = """
            {
              "service_dependencies": { "api": { "port": 8000 } },
              "environments": {
                "production": {},
                "staging": {
                  "timeouts": { "service_restart_seconds": "long" },
                  "service_dependencies": { "api": { "prot": 1, "depends_on": ["apo"] } },
                  "hooks": [{ "name": "x", "stage": "before swap" }]
                }
              }
            }
            """
        let variables = environment.map { ["LASTGOOD_ENVIRONMENT": $0] } ?? [:]
        let staging = "environments.staging"
        #expect(
            Sample.mistakes(rollback: text, environment: variables) == [
                #"6:21 \#(staging).timeouts.service_restart_seconds: expected a number of seconds from 0 to 86400, found the string "long""#,
                #"7:42 \#(staging).service_dependencies.api.prot: unknown key "prot"; did you mean "port"?"#,
                #"7:68 \#(staging).service_dependencies.api.depends_on[0]: depends_on names "apo", which is neither a service nor an external service; did you mean "api"?"#,
                #"8:17 \#(staging).hooks[0]: the key "command" is missing"#,
            ])
    }

    @Test(arguments: [
        (#""environments": 5"#, "1:2 environments: expected an object, found 5"),
        (#""environments": {"a": []}"#, "1:19 environments.a: expected an object, found an array"),
        (
            #""environments": {"a b": {}}"#,
            "1:19 environments.a b: the name of environment consists of letters, digits, '-', '_' and '.', at most 64, the first a letter or digit"
        ),
        (
            #""environments": {"a": {"environments": {}}}"#,
            "1:25 environments.a.environments: an environment cannot say which environment holds"
        ),
        (
            #""environments": {"a": {"environment": "b"}}"#,
            "1:25 environments.a.environment: an environment cannot say which environment holds"
        ),
        (#""environments": {"a": {}, "a": {}}"#, "1:28 environments.a: the key is given twice; first on line 1"),
    ])
    func inTheirDescription(members: String, expected: String) {
        #expect(Sample.mistakes(endpoints: "{\(members)}") == ["service-endpoints.json \(expected)"])
    }

    /// The place of a value that has no effect is that of its line, too.
    @Test func notesNameTheOverride() throws {
        let text = #"{"environments": {"a": {"notifications": {"enabled": true}}}}"#
        let notes = try Sample.load(rollback: text, environment: ["LASTGOOD_ENVIRONMENT": "a"]).unheeded
        #expect(
            notes.map(\.place.shown) == ["rollback/config/rollback-config.json:1 environments.a.notifications"])
    }
}
