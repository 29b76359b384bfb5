import Foundation
import Testing

/// `lastgood init` beside services that run, and then the way of an agent, as the generated document has it.
struct InitRunningTests {
    private func shell(_ line: String, _ platform: AcceptancePlatform) async throws -> Finished {
        let folder = (Program.path as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try await Running(["sh", "-c", line], in: platform.root, environment: ["PATH": "\(folder):\(path)"])
            .end(within: 2 * patience)
    }

    @Test func whatRunsIsWrittenDownAndGoesBack() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let written = try await platform.json("init")
            let guess = try #require(written.all("guess").first { $0["kind"] as? String == "service" })
            let reasons = guess["reasons"] as? [String] ?? []
            #expect(reasons.contains("it was seen to run"), "\(reasons)")
            #expect((guess["facts"] as? [String])?.contains("port \(service.port ?? 0)") == true)
            #expect(platform.text("rollback/config/rollback-config.json").contains("app/server.py"))
            // A restart gives another process, and not another configuration.
            LivingProcesses.end(in: platform.root)
            #expect(try await eventually { FreePorts.isFree(service.port ?? 0) })
            let config = platform.text("rollback/config/rollback-config.json")
            let down = try await platform.json("init", "--update")
            #expect(down.exit != nil)
            #expect(platform.text("rollback/config/rollback-config.json").contains("app/server.py"))
            try await platform.startByHand(service)
            #expect(try await platform.json("init", "--update").exit != nil)
            #expect(platform.text("rollback/config/rollback-config.json") == config)
            let entry = ["hash": try await platform.good(), "description": "the last release that worked"]
            try platform.writeJSON(["commits": [entry]], "rollback/config/known-good-commits.json")

            let looked = try await shell("./rollback/scripts/verify-rollback.sh --check-only", platform)
            #expect(looked.status == 0 || looked.status == 3, "\(looked.everything)")
            let shown = try await shell("./rollback/scripts/emergency-rollback.sh --fast --dry-run", platform)
            #expect(shown.status == 0, "\(shown.everything)")
            let asked = try await shell("./rollback/scripts/emergency-rollback.sh --fast", platform)
            #expect(asked.status == 64)
            #expect(asked.errors.contains("--auto-confirm"))
            #expect(try await platform.answer(service).hasPrefix("release failing"))
            let back = try await shell("./rollback/scripts/emergency-rollback.sh --fast --auto-confirm", platform)
            #expect(back.status == 0, "\(back.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
            let proved = try await shell("./rollback/scripts/verify-rollback.sh", platform)
            #expect(proved.status == 0, "\(proved.everything)")
            let note = #"echo "Rollback executed at $(date): [REASON]" >> rollback/logs/rollback-history.log"#
            #expect(try await shell(note, platform).status == 0)
            #expect(platform.text("rollback/README.md").contains("emergency-rollback.sh --fast"))
        }
    }
}
