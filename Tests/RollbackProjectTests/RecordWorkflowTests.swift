import Foundation
@testable import RollbackProject
import Testing

struct RecordWorkflowTests {
    private static func workflow() throws -> YAMLValue {
        try #require(try YAMLValue.read(RecordWorkflow.file.text))
    }

    @Test func itRecordsWhatWasDeployedToProduction() throws {
        let workflow = try Self.workflow()
        #expect(workflow["on"]?.names == ["deployment_status", "workflow_dispatch"])
        #expect(workflow["permissions"]?["contents"]?.text == "read")
        let job = try #require(workflow["jobs"]?["record"])
        #expect(job["if"]?.text?.contains("github.event.deployment_status.state == 'success'") == true)
        let run = try #require(job["steps"]?.items.first?["run"]?.text)
        #expect(run.contains("./rollback/scripts/record-release.sh --known-good --expect %q"))
    }

    /// What others can choose (a branch's or an actor's name) reaches the shell as a variable, never as its text.
    @Test func nothingIsWrittenIntoTheShellText() throws {
        let job = try #require(try Self.workflow()["jobs"]?["record"])
        for step in job["steps"]?.items ?? [] {
            #expect(step["run"]?.text?.contains("${{") == false)
        }
    }

    /// With an `ssh` that shows its last argument: what the other side's shell would read is one command with its values.
    @Test func theOtherSideReadsValuesAndNoCommands() throws {
        let job = try #require(try Self.workflow()["jobs"]?["record"])
        let run = try #require(job["steps"]?.items.first?["run"]?.text)
        let folder = NSTemporaryDirectory() + "lastgood-workflow-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "#!/bin/sh\nfor last; do :; done\nprintf '%s\\n' \"$last\" >line\n".write(
            toFile: "\(folder)/ssh", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/ssh")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", run]
        shell.currentDirectoryURL = URL(fileURLWithPath: folder)
        shell.environment = [
            "PATH": "\(folder):/usr/bin:/bin", "HOST": "deploy@host", "DIRECTORY": "/srv/my shop", "KNOWN_HOSTS": "k",
            "KEY": "secret", "COMMIT": "abc", "ACTOR": "eve'; touch hurt; '",
        ]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        let line = try String(contentsOfFile: "\(folder)/line", encoding: .utf8)
        let words = Process()
        words.executableURL = URL(fileURLWithPath: "/bin/bash")
        words.currentDirectoryURL = URL(fileURLWithPath: folder)
        words.arguments = [
            "-c",
            "cd() { printf '%s\\n' \"$1\"; }; set -- \(line.replacingOccurrences(of: "&&", with: ";")) >/dev/null 2>&1",
        ]
        try words.run()
        words.waitUntilExit()
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/hurt"))
        #expect(line.hasPrefix("cd /srv/my\\ shop && ./rollback/scripts/record-release.sh "))
    }
}
