import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import Testing

/// The three files as the first version of the system has them.
struct PlatformFixtureTests {
    private static let real = "\(Sample.repository)/../shared/seed/config"

    let configuration: PlatformConfiguration

    init() throws {
        configuration = try ConfigurationLoader.configuration(root: Sample.root, Sample.fixtures("platform"))
    }

    @Test func mergesServicesOfBothFiles() throws {
        #expect(configuration.services.map(\.name) == ["fastapi", "flask", "gradio"])
        let fastapi = try #require(configuration.services.first)
        #expect(fastapi.title == "Gateway")
        #expect(fastapi.port == 8000)
        #expect(fastapi.dependsOn == ["supabase"])
        #expect(fastapi.critical)
        #expect(fastapi.launch == nil)
        #expect(fastapi.limits == ServiceLimits(stop: 10, ready: 45))
        #expect(
            fastapi.endpoints == [
                Endpoint(name: "health", url: "http://localhost:8000/", expectedText: "healthy", timeout: 4),
                Endpoint(name: "health_detailed", url: "http://localhost:8000/health", timeout: 4),
            ])
        #expect(configuration.services.map(\.critical) == [true, false, false])
    }

    @Test func ordersChecksAndChoosesLiveness() {
        #expect(
            configuration.checks.map(\.name) == [
                "fastapi/health", "fastapi/health_detailed", "flask/health", "gradio/root", "supabase/variables",
                "pi_network/variables",
            ])
        let live = configuration.checks.filter(\.liveness).map(\.name)
        #expect(live == ["fastapi/health", "flask/health", "gradio/root"])
        let critical = configuration.checks.filter(\.critical).map(\.name)
        #expect(critical == ["fastapi/health", "fastapi/health_detailed", "supabase/variables"])
    }

    @Test func carriesSettingsAndRegistry() {
        #expect(configuration.environment == "staging")
        #expect(!configuration.settings.confirmationRequired)
        #expect(configuration.settings.backupRetentionDays == 21)
        #expect(configuration.settings.logRetentionDays == 60)
        #expect(configuration.settings.logLevel == .info)
        #expect(configuration.fast == LevelProcedure() && configuration.full == LevelProcedure())
        #expect(configuration.knownGood.map(\.hash) == ["4f2a9c1"])
        #expect(configuration.knownGood.first?.servicesTested == ["fastapi", "flask", "gradio"])
        #expect(configuration.sources["service_dependencies.flask.port"]?.first?.line == 35)
    }

    @Test func saysWhatHasNoEffectYet() {
        let notes = configuration.unheeded.map { "\($0.place.line) \($0.place.key): \($0.message)" }
        #expect(
            notes == [
                "17 timeouts.database_rollback_timeout_seconds: has no effect yet: what it waits for has limits of its own",
                "20 notifications: has no effect yet: nothing is notified yet",
                "74 rollback_procedures.full.steps[7]: has no effect: a schema that goes back is proved in any case",
                "77 rollback_procedures.manual: has no effect yet: every step is offered, and a key leaves it out",
                "66 railway_endpoints: has no effect yet: nothing is asked at a public address yet",
            ])
    }

    /// The real platform's files, where they are at hand, load without a mistake and have no key beyond the fixture's.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: Self.real), "the real platform's files are not at hand"))
    func agreesWithTheRealPlatform() throws {
        let folder = Self.real
        var texts: [ConfigurationFile: [UInt8]] = [:]
        for file in ConfigurationFile.allCases {
            let text = try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(file.rawValue)")))
            texts[file] = text
            #expect(try Self.shape(text) == Self.shape(Sample.fixture("platform", file)), "\(file)")
        }
        let real = try ConfigurationLoader.configuration(root: Sample.root, texts)
        #expect(real.services.map(\.name) == configuration.services.map(\.name))
        #expect(real.checks.map(\.name) == configuration.checks.map(\.name))
        #expect(real.knownGood.count == 1)
    }

    /// Every key's path with the type of its value; elements of arrays count once.
    private static func shape(_ text: [UInt8]) throws -> Set<String> {
        try shape(LocatedJSON(parsing: text), "")
    }

    private static func shape(_ json: LocatedJSON, _ path: String) -> Set<String> {
        switch json.value {
        case .object(let members):
            members.reduce(into: []) { $0.formUnion(shape($1.value, "\(path).\($1.key)")) }
        case .array(let elements): elements.reduce(into: ["\(path)[]"]) { $0.formUnion(shape($1, "\(path)[]")) }
        case .bool: ["\(path) flag"]
        case .integer, .number: ["\(path) number"]
        case .string: ["\(path) string"]
        case .null: ["\(path) null"]
        }
    }
}
