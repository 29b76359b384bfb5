import Foundation
import Glibc
import Testing

/// Releases of a platform, and the key of a user who lives beside it.
extension AcceptancePlatform {
    var keyFile: String { "\(notes)/user/lastgood/key" }
    var releasesFolder: String { "\(stateFolder)/releases" }

    /// The program as that user, with `--json`.
    func asUser(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> JSONOutput {
        try JSONOutput(
            try await startAsUser(arguments + ["--json"], environment: environment).end(within: 2 * patience))
    }

    func startAsUser(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
        try start(
            arguments, environment: environment.merging(["XDG_STATE_HOME": "\(notes)/user"]) { given, _ in given })
    }

    /// Records what is checked out.
    @discardableResult
    func record(_ more: String...) async throws -> [String: Any] {
        let running = try startAsUser(["release", "record", "--json"] + more)
        let output = try JSONOutput(try await running.end(within: 2 * patience))
        try #require(output.exit?["code"] as? Int == 0, "\(output.finished.everything)")
        return try #require(output.all("release").first)
    }

    /// What is said of a release in the list.
    func listed(_ number: String) async throws -> [String: Any] {
        let lines = try await asUser("release", "list").all("release")
        return try #require(lines.first { $0["number"] as? String == number }, "\(lines)")
    }

    func doctor(_ subject: String) async throws -> (grades: [String], texts: String) {
        let lines = try await asUser("doctor").all("finding").filter { $0["subject"] as? String == subject }
        return (
            lines.compactMap { $0["grade"] as? String },
            lines.compactMap { $0["text"] as? String }.joined(separator: "\n")
        )
    }

    /// A set of Node packages that is "installed" by programs of the test's own: `npm ci` runs these shell lines.
    /// - Returns: the variables with which they are found.
    func installNode(_ install: String = "mkdir -p node_modules/a") async throws -> [String: String] {
        try write("package-lock.json", #"{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}"#)
        try write("package.json", "{}")
        try write(".gitignore", text(".gitignore") + "node_modules\n")
        try await commit("Node")
        try write("node_modules/a/index.js", "1\n")
        let programs = "\(notes)/programs"
        try Folders.write("#!/bin/sh\necho 'v20.1.0 115 linux-x64'\n", to: "\(programs)/node")
        let npm = "#!/bin/sh\ncase $1 in\n--version) echo 10;;\nci) \(install);;\nesac\n"
        try Folders.write(npm, to: "\(programs)/npm")
        for name in ["node", "npm"] { chmod("\(programs)/\(name)", 0o755) }
        return ["PATH": "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"]
    }
}
