import Foundation
import Glibc
import Testing

/// A service of the platform, as a test wants it.
struct TestService {
    var name = "web"
    /// Nil: a worker.
    var port: Int?
    var dependsOn: [String] = []
    var critical = true
    var stubborn = false
    /// False: started by hand, so the configuration does not say how.
    var configuredStart = true
    var ready = 20.0
    var stop = 5.0
    var environmentFile: String?
    /// As the configuration has them.
    var variables: [String: String] = [:]
    var secretFiles: [String: String] = [:]

    static func web(_ name: String = "web") -> TestService { TestService(name: name, port: FreePorts.one()) }
    static func worker(_ name: String = "worker") -> TestService { TestService(name: name) }

    /// The system's own where there is one: every user may run it.
    private static let python = access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3"

    var command: [String] {
        let own = port.map { ["app/server.py", name, String($0)] } ?? ["app/worker.py", name]
        return [Self.python, "-S", "-E", "-B"] + own + (stubborn ? ["stubborn"] : [])
    }
}

extension AcceptancePlatform {
    /// Starts a service as a person does, in a session of its own, and waits until it is there.
    @discardableResult
    func startByHand(
        _ service: TestService, environment: [String: String] = [:], as user: String? = nil
    ) async throws -> Int32 {
        let prefix = user.map { ["setpriv", "--reuid=\($0)", "--clear-groups"] } ?? []
        let line = "exec setsid \"$@\" >>\(service.name).log 2>&1 </dev/null & echo $!"
        let shell = try Running(
            ["sh", "-c", line, "sh"] + prefix + service.command, in: root,
            environment: environment.merging(["NOTES": notes]) { given, _ in given })
        let said = try await shell.end().output
        let process = try #require(Int32(said.trimmingCharacters(in: .whitespacesAndNewlines)))
        try #require(try await eventually { !started(service.name).isEmpty }, "\(service.name) did not start")
        if let port = service.port, started(service.name).last != "crash", started(service.name).last != "mute" {
            try #require(try await eventually { !FreePorts.isFree(port) }, "\(service.name) does not listen")
        }
        return process
    }

    /// The releases with which a service was started, in order.
    func started(_ name: String) -> [String] {
        Folders.text("\(notes)/\(name)").split(separator: "\n").compactMap {
            $0.split(separator: " ").first.map(String.init)
        }
    }

    /// When it was started last, by the clock that all processes share.
    func startTime(_ name: String) -> Double {
        Folders.text("\(notes)/\(name)").split(separator: "\n").last
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) } ?? 0
    }

    /// Asks a service; empty without an answer.
    func answer(_ service: TestService) async throws -> String {
        guard let port = service.port else { return "" }
        let result = try await Running(
            ["curl", "--silent", "--max-time", "5", "http://127.0.0.1:\(port)/"], in: root
        ).end()
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes `rollback/config` in the seed's form. Every service says how it is started unless it was by hand.
    func configure(_ services: [TestService], extra: [String: Any] = [:], knownGood: Bool = true) async throws {
        var configuration = extra
        configuration["service_dependencies"] = Dictionary(
            uniqueKeysWithValues: services.map { ($0.name, description($0)) })
        try writeJSON(configuration, "rollback/config/rollback-config.json")
        if knownGood {
            let entry = ["hash": try await good(), "description": "the last release that worked"]
            try writeJSON(["commits": [entry]], "rollback/config/known-good-commits.json")
        }
    }

    private func description(_ service: TestService) -> [String: Any] {
        var keys: [String: Any] = [
            "depends_on": service.dependsOn, "critical": service.critical, "ready_timeout_seconds": service.ready,
            "stop_timeout_seconds": service.stop, "environment": environment(service),
        ]
        keys["port"] = service.port
        if service.port != nil { keys["health_endpoint"] = "/" }
        if service.configuredStart { keys["start"] = service.command }
        keys["environment_file"] = service.environmentFile
        return keys
    }

    private func environment(_ service: TestService) -> [String: Any] {
        var variables: [String: Any] = service.variables.merging(["NOTES": notes]) { $1 }
        for (name, path) in service.secretFiles { variables[name] = ["file": path] }
        return variables
    }

    func writeJSON(_ value: Any, _ path: String) throws {
        let data = try JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted, .sortedKeys])
        try write(path, String(decoding: data, as: UTF8.self) + "\n")
    }
}
