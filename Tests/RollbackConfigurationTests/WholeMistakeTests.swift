import RollbackConfiguration
import RollbackCore
import Testing

/// Mistakes that show only when everything is known.
struct WholeMistakeTests {
    @Test func filesMustAgree() {
        let mistakes = Sample.mistakes(
            rollback: #"{"service_dependencies": {"a": {"port": 80, "critical": true}}}"#,
            endpoints: "{\"services\": {\n\"a\": {\"port\": 81,\n\"critical\": false}}}")
        #expect(
            mistakes == [
                "service-endpoints.json 2:7 services.a.port: 81 here, but 80 in rollback-config.json, line 1",
                "service-endpoints.json 3:1 services.a.critical: false here, but true in rollback-config.json, line 1",
            ])
    }

    @Test func reportsAllMistakesOfAllFilesInOrder() {
        let mistakes = Sample.mistakes(
            rollback: "{\n\"code\": 1,\n\"caches\": 2\n}", endpoints: "{", knownGood: #"{"comits": []}"#)
        #expect(
            mistakes == [
                #"known-good-commits.json 1:2 comits: unknown key "comits"; did you mean "commits"?"#,
                "2:1 code: expected an object, found 1", "3:1 caches: expected an array, found 2",
                "service-endpoints.json 1:2: expected a key in double quotes or '}', but the file ends inside the object begun on line 1",
            ])
    }

    @Test func stopsAtAHundred() {
        let members = (0..<150).map { "\"key\($0)\": 1" }.joined(separator: ",\n")
        let mistakes = Sample.mistakes(rollback: "{\(members)}")
        #expect(mistakes.count == 101)
        #expect(mistakes.last == "0:0: there may be more mistakes than these 100")
    }

    @Test func namesTheCircleOfDependencies() {
        let text = """
            {"service_dependencies": {"a": {"depends_on": ["b"]}, "b": {"depends_on": ["c"]}, "c": {"depends_on": ["a"]}}}
            """
        #expect(throws: Failure.dependencyCycle(["a", "b", "c", "a"])) { try Sample.load(rollback: text) }
        let own = #"{"service_dependencies": {"a": {"depends_on": ["a"]}}}"#
        #expect(throws: Failure.dependencyCycle(["a", "a"])) { try Sample.load(rollback: own) }
    }
}
