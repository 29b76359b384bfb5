import Testing

/// Mistakes in `rollback/config`: said with their place, before anything is done.
struct ConfigurationMistakeTests {
    private func refusal(
        of configuration: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("rollback/config/rollback-config.json", configuration)
            let before = try await platform.state
            for arguments in [["rollback", "--commit", "HEAD~1", "--auto-confirm"], ["plan"], ["verify"]] {
                let result = try await platform.start(arguments).end()
                #expect(result.firstError == expected, sourceLocation: sourceLocation)
                #expect(result.status == 64, sourceLocation: sourceLocation)
            }
            #expect(try await platform.state == before, sourceLocation: sourceLocation)
        }
    }

    @Test func anUnknownKeyIsNamedWithTheOneThatWasMeant() async throws {
        try await refusal(
            of: #"{"timeoutz": {}}"#,
            "Nothing was done: rollback/config/rollback-config.json:1:2: timeoutz: unknown key \"timeoutz\";"
                + " did you mean \"timeouts\"?")
    }

    @Test func aWrongTypeIsNamedWithTheRightOne() async throws {
        try await refusal(
            of: #"{"timeouts": {"service_restart_seconds": "ten"}}"#,
            "Nothing was done: rollback/config/rollback-config.json:1:15: timeouts.service_restart_seconds:"
                + " expected a number of seconds from 0 to 86400, found the string \"ten\".")
    }

    @Test func truncatedJSONIsToldWithItsEnd() async throws {
        try await refusal(
            of: #"{"timeouts": {"#,
            "Nothing was done: rollback/config/rollback-config.json:1:15: expected a key in double quotes or '}',"
                + " but the file ends inside the object begun on line 1.")
    }

    @Test func aCircleOfServicesIsDrawn() async throws {
        try await refusal(
            of: """
                {"service_dependencies": {
                  "a": {"port": 1001, "depends_on": ["b"]}, "b": {"port": 1002, "depends_on": ["a"]}
                }}
                """,
            "Nothing was done: the services wait for each other in a circle: a → b → a.")
    }
}
