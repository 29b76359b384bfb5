import RollbackConfiguration
import RollbackCore
import Testing

/// Values of variables that stand elsewhere.
struct SecretReferenceTests {
    private func launch(_ environment: String) throws -> LaunchSpecification? {
        try Sample.load(
            rollback: #"{"service_dependencies": {"a": {"start": "x", "environment": {\#(environment)}}}}"#
        ).services.first?.launch
    }

    @Test func theyStayReferences() throws {
        let launch = try launch(
            #"""
            "PLAIN": "x$y $z", "ESCAPED": "$${HOME} is $${kept", "WHOLE": "${TOKEN}",
            "PART": "postgres://app:${DB_PASSWORD}@db/$${x}", "FILE": {"file": "/run/secrets/key"},
            "OWN": {"file": "secrets/key"}
            """#)
        #expect(launch?.environment == ["PLAIN": "x$y $z", "ESCAPED": "${HOME} is ${kept"])
        #expect(
            launch?.secrets == [
                "WHOLE": .text("${TOKEN}"), "PART": .text("postgres://app:${DB_PASSWORD}@db/$${x}"),
                "FILE": .file("/run/secrets/key"), "OWN": .file("/srv/platform/secrets/key"),
            ])
    }

    @Test(arguments: [
        (#""${TOKEN""#, "a ${ is not closed by }; the characters themselves are written $${"),
        (
            #""a${B-C}""#,
            "between ${ and } stands no name of an environment variable; the characters themselves are written $${"
        ),
        (
            #""${}""#,
            "between ${ and } stands no name of an environment variable; the characters themselves are written $${"
        ),
        (#""${LASTGOOD_X}""#, #""LASTGOOD_X" is lastgood's own and reaches no service"#),
        (#"["${TOKEN}"]"#, #"expected a string, or {"file": "path"}, found an array"#),
    ])
    func mistakesShowNoValue(value: String, expected: String) {
        let text = "{\"service_dependencies\": {\"a\": {\"start\": \"x\", \"environment\": {\n\"KEY\": \(value)}}}}"
        #expect(Sample.mistakes(rollback: text) == ["2:1 service_dependencies.a.environment.KEY: \(expected)"])
    }

    @Test(arguments: [
        (#"{"flie": "x"}"#, #".flie: unknown key "flie"; did you mean "file"?"#, #": the key "file" is missing"#)
    ])
    func aFileIsNamedByItsKey(value: String, unknown: String, missing: String) {
        let text = "{\"service_dependencies\": {\"a\": {\"start\": \"x\", \"environment\": {\n\"KEY\": \n\(value)}}}}"
        let key = "service_dependencies.a.environment.KEY"
        #expect(Sample.mistakes(rollback: text) == ["2:1 \(key)\(missing)", "3:2 \(key)\(unknown)"])
    }

    @Test func aPathInTheHomeIsRefused() {
        let text = #"{"service_dependencies": {"a": {"start": "x", "environment": {"K": {"file": "~/key"}}}}}"#
        #expect(
            Sample.mistakes(rollback: text) == [
                #"1:69 service_dependencies.a.environment.K.file: expected a path, absolute or relative to the platform's root, found the string "~/key""#
            ])
    }
}
