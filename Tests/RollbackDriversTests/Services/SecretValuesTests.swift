import Foundation
import Glibc
import RollbackCore
import RollbackDrivers
import Testing

final class SecretValuesTests {
    private let simulated = SimulatedMachine()
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "lastgood-secrets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func service(_ secrets: [String: SecretReference]) -> Service {
        let launch = LaunchSpecification(
            arguments: ["sh", "-c", "true"], directory: folder, environment: ["PLAIN": "1"], secrets: secrets)
        return Service(name: "web", launch: launch)
    }

    private func write(_ data: Data, _ name: String = "secret") throws -> String {
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        return "\(folder)/\(name)"
    }

    private func values(_ reference: SecretReference) throws -> String? {
        try SecretValues(environment: ["TOKEN": "t0k3n", "EMPTY": ""]).all(of: service(["KEY": reference]))["KEY"]
    }

    @Test func theyAreFoundWhereTheyAre() throws {
        #expect(try values(.text("${TOKEN}")) == "t0k3n")
        #expect(try values(.text("a${TOKEN}b${EMPTY}$${x}")) == "at0k3nb${x}")
        let path = try write(Data("first\nlast\n\n".utf8))
        #expect(try values(.file(path)) == "first\nlast\n")
    }

    @Test func theServiceIsStartedWithThem() async throws {
        var machine = simulated.machine(stateDirectory: "\(folder)/state")
        machine.checkout = folder
        let service = service(["KEY": .text("<${CALLER}>"), "FILE": .file(try write(Data("f\n".utf8)))])
        let facts = ServiceFacts(service: service.name, manager: .process, processes: [])
        _ = try await ProcessServices(machine).start(service, like: facts, EnvironmentChange())
        let launch = try #require(simulated.launches.last)
        #expect(
            launch.environment == ["PATH": "/bin", "CALLER": "1", "PLAIN": "1", "KEY": "<1>", "FILE": "f"])
    }

    @Test func withoutOneNothingIsStarted() async throws {
        var machine = simulated.machine(stateDirectory: "\(folder)/state")
        machine.checkout = folder
        let service = service(["KEY": .text("${MISSING}")])
        let facts = ServiceFacts(service: service.name, manager: .process, processes: [])
        let why = "the variable MISSING is not set where lastgood was started"
        await #expect(throws: Failure.secretMissing(service: "web", variable: "KEY", why: why)) {
            try await ProcessServices(machine).start(service, like: facts, EnvironmentChange())
        }
        #expect(simulated.launches.isEmpty)
    }

    @Test func aFileThatCannotBeReadIsNamed() throws {
        let pipe = "\(folder)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let cases = [
            ("\(folder)/none", "there is no file \(folder)/none"), (folder, "\(folder) is not a regular file"),
            (pipe, "\(pipe) is not a regular file"),
            (try write(Data([0x61, 0]), "zero"), "\(folder)/zero is not text"),
            (try write(Data([0xFF, 0xFE]), "binary"), "\(folder)/binary is not text"),
            (try write(Data(repeating: 0x61, count: 65_537), "large"), "\(folder)/large is larger than 64 KiB"),
        ]
        for (path, why) in cases {
            #expect(throws: Failure.secretMissing(service: "web", variable: "KEY", why: why)) {
                try self.values(.file(path))
            }
        }
    }

    @Test func whatMustNotBeShownIsKnown() throws {
        let values = SecretValues(environment: ["TOKEN": "t0k3n"])
        let path = try write(Data("f1l3\n".utf8))
        #expect(values.known([.text("a ${TOKEN}")]) == ["t0k3n", "a t0k3n"])
        #expect(values.known([.text("${TOKEN}${MISSING}"), .file(path), .file("/none")]) == ["t0k3n", "f1l3"])
    }
}
