import Foundation
import Testing

/// Commands that look and change nothing.
struct LookingTests {
    @Test func verifyFollowsTheServices() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            try await platform.startByHand(service)
            let bad = try await platform.lastgood("verify")
            #expect(bad.status == 3)
            #expect(bad.output.contains("500, expected 200"), "\(bad.everything)")
            #expect(bad.output.contains("unhealthy"))
            #expect(try await platform.lastgood("verify", "--quick").status == 3)
            try platform.write("app/release", "good\n")
            try await platform.commit("Release 1.2")
            LivingProcesses.end(in: platform.root)
            #expect(try await eventually { LivingProcesses.ids(in: platform.root).isEmpty })
            try await platform.startByHand(service)
            let before = try await platform.state
            for arguments in [["verify"], ["verify", "--check-only"], ["verify", "--quick"]] {
                let result = try await platform.start(arguments).end()
                #expect(result.status == 0, "\(result.everything)")
                #expect(result.output.contains("healthy: "))
            }
            #expect(try await platform.state == before)
            #expect(!FileManager.default.fileExists(atPath: platform.stateFolder))
        }
    }

    @Test func anAddressGivenForOnceCounts() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let port = try #require(service.port)
            let address = "http://127.0.0.1:\(port)/login"
            let before = try await platform.lastgood("verify", "--check", address)
            #expect(before.status == 3)
            #expect(before.output.contains(address))
            let back = try await platform.lastgood(
                "rollback", "--commit", "HEAD~1", "--auto-confirm", "--check", address)
            #expect(back.status == 0, "\(back.everything)")
            #expect(back.output.contains(address))
        }
    }

    @Test func logsAreTheServicesLastLines() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let all = try await platform.lastgood("logs")
            #expect(all.status == 0)
            #expect(all.output.contains("serving release failing"), "\(all.everything)")
            let none = try await platform.lastgood("logs", "nobody")
            #expect(none.firstError == "There is no service “nobody” on this platform.")
            #expect(none.status == 64)
        }
    }

    @Test func statusNamesTheKnownGoodAndThePin() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let short = String(try await platform.good().prefix(7))
            let before = try await platform.lastgood("status")
            #expect(before.output.contains("Known good  \(short) “Release 1.0” by Ann Lee"), "\(before.output)")
            #expect(before.output.contains("Pin         none"))
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 0)
            let after = try await platform.lastgood("status")
            #expect(after.output.contains("Known good  \(short) “Release 1.0” by Ann Lee"), "\(after.output)")
            #expect(after.output.contains("branch rollback/run-1"))
            #expect(after.output.contains("Last run    run-1"))
            #expect(after.output.contains("healthy"))
        }
    }

    /// What nobody has seen working is not called good.
    @Test func anUnverifiedReleaseIsNotKnownToBeGood() async throws {
        try await AcceptancePlatform.with { platform in
            let entry: [String: Any] = ["hash": try await platform.good(), "verified": false]
            try platform.writeJSON(["commits": [entry]], "rollback/config/known-good-commits.json")
            let status = try await platform.lastgood("status")
            #expect(status.output.contains("none recorded that can be restored"), "\(status.output)")
            let listed = try await platform.json("rollback").all("candidate")
            #expect(!listed.isEmpty && listed.allSatisfy { $0["source"] as? String != "known good" })
        }
    }

    /// Every line that lastgood ever tells a person to type is one that it understands.
    @Test(arguments: [
        "rollback --fast", "rollback --fast --commit COMMIT", "rollback --fast --plan 0123456789abcdef", "plan",
        "plan --commit COMMIT", "resume", "undo", "unpin", "verify", "status", "status --follow", "logs web",
        "rollback --commit COMMIT --auto-confirm", "rollback --commit COMMIT --auto-confirm --accept-not-resumable",
        "rollback -y", "undo run-7 --reason why", "unpin --force", "verify --check-only --quick --strict",
        "known-good list", "known-good check", "known-good add COMMIT --unverified", "known-good remove COMMIT",
        "undo --hand-over", "resume run-7 --hand-over", "history", "report run-7 --format text", "doctor",
    ])
    func suggestedLinesCanBeTyped(line: String) async throws {
        let folder = try Folders.temporary("plain")
        defer { Folders.remove(folder) }
        let words = line.split(separator: " ").map(String.init)
        let help = try await Running([Program.path] + words + ["--help"], in: folder).end()
        #expect(help.status == 0, "\(help.everything)")
        #expect(help.output.contains("USAGE: lastgood \(words[0])"))
        let typed = try await Running([Program.path] + words, in: folder).end()
        #expect(typed.firstError == "Nothing was done: \(folder) is not inside a git repository.")
    }

    @Test(arguments: [
        "rollback", "plan", "resume", "undo", "unpin", "verify", "status", "logs", "history", "report", "doctor",
        "known-good", "reference",
    ])
    func everyHelpHasAnExample(command: String) async throws {
        let help = try await Running([Program.path, command, "--help"], in: "/").end()
        #expect(help.status == 0)
        #expect(help.output.contains("  lastgood \(command)"), "\(help.output)")
    }
}
