import Foundation
import Testing

/// The full level: what fast does, the environment, and every check.
struct FullLevelTests {
    @Test func itDoesWhatFastDoesAndSaysWhatIsLeft() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure(
                [service], extra: ["rollback_settings": ["auto_verify_after_rollback": false]])
            try platform.write(".env", "MODE=live\n")
            let plan = try await platform.lastgood("plan", "--full")
            #expect(plan.output.contains("(full)") && plan.output.contains("lastgood rollback --full --plan "))
            #expect(plan.output.contains("leaves"), "\(plan.everything)")
            #expect(plan.output.contains("was never recorded as a release"))
            let result = try await platform.json("rollback", "--full", "--auto-confirm")
            #expect(result.finished.status == 0, "\(result.finished.everything)")
            // Every check, whatever the configuration says of the fast level.
            #expect(result.all("check").contains { $0["name"] as? String == "code" }, "\(result.finished.output)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
            #expect(platform.text(".env") == "MODE=live\n")
            let history = try await platform.lastgood("history")
            #expect(history.output.contains("  full  "), "\(history.everything)")
        }
    }

    /// Two variables were changed by the bad release, one was rotated since, and one came new.
    @Test func theEnvironmentComesBackFromTheRecordedRelease() async throws {
        try await AcceptancePlatform.with { platform in
            let own = ["XDG_STATE_HOME": "\(platform.notes)/state"]
            var service = TestService.web()
            service.environmentFile = ".env"
            try await platform.configure([service])
            try await platform.git("checkout", "--quiet", platform.good())
            let good = "# ours\nMODE=good # fine\nAPI_KEY=first\nTOKEN=sesame-open\n"
            let releases = [
                ("good", good), ("main", "# ours\nMODE=broken # fine\nAPI_KEY=first\nTOKEN='mellon'\nDEBUG=1\n"),
            ]
            for (name, environment) in releases {
                if name == "main" { try await platform.git("checkout", "--quiet", name) }
                try platform.write(".env", environment)
                let record = try await platform.lastgood("release", "record", environment: own)
                #expect(record.status == 0, "\(record.everything)")
            }
            let before = releases[1].1.replacingOccurrences(of: "first", with: "rotated")
            try platform.write(".env", before)
            let plan = try await platform.lastgood("plan", "--full", environment: own)
            #expect(plan.output.contains("set MODE, TOKEN, remove DEBUG in .env, as in v1"), "\(plan.everything)")
            #expect(plan.output.contains("API_KEY of .env: changed since by somebody"))
            let full = try await platform.start(
                ["rollback", "--full", "--auto-confirm", "--json"], environment: own
            ).end()
            #expect(full.status == 0, "\(full.everything)")
            #expect(try await platform.answer(service).contains("mode good"))
            let after = "# ours\nMODE=good # fine\nAPI_KEY=rotated\nTOKEN='sesame-open'\n"
            #expect(platform.text(".env") == after)
            let journal = try Data(contentsOf: URL(filePath: "\(platform.stateFolder)/runs/1/journal"))
            for said in [plan.everything, full.everything, String(decoding: journal, as: UTF8.self)] {
                #expect(!said.contains("sesame") && !said.contains("mellon"))
            }
            let undo = try await platform.lastgood("undo", environment: own)
            #expect(undo.status == 0, "\(undo.everything)")
            #expect(platform.text(".env") == before)
            Folders.remove("\(platform.notes)/state")
            let closed = try await platform.lastgood("plan", "--full", environment: own)
            #expect(closed.output.contains("the environment is left as it is: "), "\(closed.everything)")
        }
    }

    @Test func afterAFastOneThatDidNotHelpItKeepsTheTarget() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let target = try await platform.good()
            let dead = "http://127.0.0.1:\(FreePorts.one())/"
            let fast = try await platform.lastgood("rollback", "--fast", "--auto-confirm", "--check", dead)
            #expect(fast.status == 3, "\(fast.everything)")
            #expect(fast.output.contains("lastgood rollback --full"), "\(fast.everything)")
            let plan = try await platform.json("plan", "--full")
            let body = try #require(plan.all("plan").first?["plan"] as? [String: Any])
            #expect((body["target"] as? [String: Any])?["id"] as? String == target)
            let full = try await platform.lastgood("rollback", "--full", "--auto-confirm")
            #expect(full.status == 0, "\(full.everything)")
            #expect(try await platform.git("rev-parse", "HEAD^{tree}") == platform.git("rev-parse", "\(target)^{tree}"))
        }
    }

    @Test func theConfigurationCanMakeItTheUsualOne() async throws {
        try await AcceptancePlatform.with { platform in
            let steps = ["backup_current_state", "git_reset_hard", "restart_services"]
            try await platform.configure(
                [.web()],
                extra: [
                    "rollback_settings": ["default_level": "full"], "rollback_procedures": ["full": ["steps": steps]],
                ])
            let plan = try await platform.lastgood("plan")
            #expect(plan.output.contains("(full)"), "\(plan.everything)")
            #expect(plan.output.contains("the environment: the configuration leaves it out"))
            #expect(plan.output.contains("the database: the configuration leaves it out"))
            #expect(try await platform.lastgood("plan", "--fast").output.contains("(fast)"))
            let both = try await platform.lastgood("plan", "--fast", "--full")
            #expect(both.status == 64, "\(both.everything)")
        }
    }
}
