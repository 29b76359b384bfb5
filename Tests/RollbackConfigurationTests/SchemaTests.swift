import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackTestKit
import Testing

/// The JSON Schemas, and what an independent implementation makes of them.
struct SchemaTests {
    @Test(arguments: ConfigurationFile.allCases)
    func thePagesAreUpToDate(file: ConfigurationFile) throws {
        let name = file.rawValue.replacing(".json", with: ".schema.json")
        let path = "\(Sample.repository)/docs/schema/\(name)"
        let page = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(page == (try ConfigurationSchema.text(of: file)), "regenerate it: make docs")
    }

    @Test(.enabled("Python with jsonschema is not installed") { await Validator.isThere })
    func theFixturesAreValid() async throws {
        for name in ["platform", "complete"] {
            for (file, text) in try Sample.fixtures(name) {
                #expect(
                    try await Validator.mistakes(in: plain(LocatedJSON(parsing: text)), file) == [], "\(name) \(file)")
            }
        }
    }

    @Test(.enabled("Python with jsonschema is not installed") { await Validator.isThere })
    func whatThePageShowsIsValid() async throws {
        for example in ConfigurationReference.examples {
            let found = try await Validator.mistakes(in: "{\(example.members)}", example.file)
            #expect(found == [], "\(example.heading)")
        }
    }

    @Test(
        .enabled("Python with jsonschema is not installed") { await Validator.isThere },
        arguments: [
            (ConfigurationFile.rollback, #"{"timeoutz": {}}"#, ""),
            (.rollback, #"{"timeouts": {"service_restart": 5}}"#, "timeouts"),
            (.rollback, #"{"timeouts": {"service_restart_seconds": "ten"}}"#, "timeouts/service_restart_seconds"),
            (.rollback, #"{"timeouts": {"service_restart_seconds": -1}}"#, "timeouts/service_restart_seconds"),
            (.rollback, #"{"service_dependencies": {"-a": {}}}"#, "service_dependencies"),
            (.rollback, #"{"service_dependencies": {"a": {"port": 65536}}}"#, "service_dependencies/a/port"),
            (.rollback, #"{"service_dependencies": {"a": {"start": []}}}"#, "service_dependencies/a/start"),
            (
                .rollback, #"{"service_dependencies": {"a": {"environment": {"K": {"flie": "x"}}}}}"#,
                "service_dependencies/a/environment/K"
            ),
            (.rollback, #"{"monitoring": {"log_level": "LOUD"}}"#, "monitoring/log_level"),
            (.rollback, #"{"hooks": [{"name": "x", "stage": "before swap"}]}"#, "hooks/0"),
            (.rollback, #"{"critical_files": ["../x"]}"#, "critical_files/0"),
            (.rollback, #"{"environments": {"a": {"timeoutz": {}}}}"#, "environments/a"),
            (.rollback, #"{"environments": {"a": {"environments": {}}}}"#, "environments/a"),
            (.endpoints, #"{"services": {"a": {"endpoints": {"x": {}}}}}"#, "services/a/endpoints/x"),
            (.endpoints, #"{"environments": {"a": {"environment": "b"}}}"#, "environments/a"),
            (.knownGood, #"{"commits": [{"hash": "main"}]}"#, "commits/0/hash"),
            (.knownGood, #"{"commits": {}}"#, "commits"),
        ])
    func mistakesAreRefused(file: ConfigurationFile, text: String, place: String) async throws {
        #expect(try await Validator.mistakes(in: text, file) == [place])
        // What the schema refuses is refused when it is read, too.
        let key = "\(file)"
        let mistakes = Sample.mistakes(
            rollback: key == "rollback" ? text : nil, endpoints: key == "endpoints" ? text : nil,
            knownGood: key == "knownGood" ? text : nil)
        #expect(!mistakes.isEmpty)
    }

    /// An override need not repeat what the file says.
    @Test(.enabled("Python with jsonschema is not installed") { await Validator.isThere })
    func anOverrideIsPartOfAFile() async throws {
        let text = #"{"environments": {"a": {"services": {"x": {"endpoints": {"y": {"timeout_seconds": 9}}}}}}}"#
        #expect(try await Validator.mistakes(in: text, .endpoints) == [])
    }

    /// Without comments and trailing commas, which only lastgood takes.
    private func plain(_ json: LocatedJSON) throws -> String {
        String(decoding: try JSONText.data(Self.value(json)), as: UTF8.self)
    }

    private static func value(_ json: LocatedJSON) -> JSONValue {
        switch json.value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(value))
        case .object(let members):
            .object(Dictionary(members.map { ($0.key, value($0.value)) }) { first, _ in first })
        }
    }
}

/// Python's jsonschema.
private enum Validator {
    static var isThere: Bool {
        get async {
            let result = try? await RealProcesses.runner().run(Command(["python3", "-c", "import jsonschema"]))
            return result?.succeeded ?? false
        }
    }

    private static let script = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema, instance = json.load(sys.stdin)
        Draft202012Validator.check_schema(schema)
        for error in Draft202012Validator(schema).iter_errors(instance):
            print("/".join(str(part) for part in error.absolute_path))
        """

    /// The places of what is wrong.
    static func mistakes(in text: String, _ file: ConfigurationFile) async throws -> [String] {
        let input = "[\(try ConfigurationSchema.text(of: file)),\(text)]"
        let result = try await RealProcesses.runner().require(
            Command(["python3", "-c", script]), input: Data(input.utf8))
        return result.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
