import Foundation
import Testing

/// `--json`: every line is an object, the last one says how it ended and what to type next.
struct JSONTests {
    @Test(arguments: [
        ["status"], ["verify"], ["verify", "--quick", "--check-only"], ["logs"], ["plan"], ["unpin"],
        ["rollback", "--dry-run"], ["rollback"], ["resume"], ["undo"], ["rollback", "--commit", "nothing"],
        ["logs", "nobody"], ["undo", "yesterday"], ["history"], ["report"], ["report", "run-9"], ["doctor"],
        ["rollback", "--plan", "0123456789ab", "--auto-confirm"],
    ])
    func everyCommandEndsWithItsExit(arguments: [String]) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([.web()])
            let output = try JSONOutput(try await platform.start(arguments + ["--json"]).end())
            #expect(output.exit != nil, "\(output.finished.everything)")
            #expect(output.finished.errors == "")
            #expect(output.lines.allSatisfy { $0["type"] is String })
        }
    }

    @Test(arguments: [
        ["rollback", "--fats"], ["rollbakc"], [], ["logs", "--lines", "0"], ["status", "-C", "/nowhere"],
        ["rollback", "--commit", "a", "--plan", "b"], ["rollback", "--commit"],
    ])
    func mistakesOfTheCommandLineToo(arguments: [String]) async throws {
        let folder = try Folders.temporary("plain")
        defer { Folders.remove(folder) }
        let running = try Running([Program.path] + arguments + ["--json"], in: folder)
        let output = try JSONOutput(try await running.end())
        #expect(output.exit != nil, "\(output.finished.everything)")
        #expect(output.finished.status == (arguments.first == "status" ? 1 : 64))
        #expect(!output.failure.isEmpty && !output.failure.contains("'--json'"), "\(output.failure)")
        #expect(output.finished.errors == "")
    }

    @Test func aRunIsToldFromItsBeginningToItsEnd() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            try await platform.configure([service])
            let output = try await platform.json(
                "rollback", "--auto-confirm", "--actor", "kim", "--reason", "login fails")
            let exit = try #require(output.exit, "\(output.finished.everything)")
            #expect(exit["code"] as? Int == 0)
            #expect(exit["outcome"] as? String == "healthy")
            #expect((exit["next"] as? [String])?.contains("lastgood undo") == true)
            let report = try #require(exit["report"] as? String)
            #expect(FileManager.default.fileExists(atPath: report))
            let run = try #require(output.all("run").first)
            #expect(run["actor"] as? String == "kim")
            #expect(run["reason"] as? String == "login fails")
            #expect(run["state"] as? String == "began")
            #expect(output.all("restored").count == 1)
            #expect(output.all("end").first?["outcome"] as? String == "healthy")
            #expect(output.all("symptom").contains { ($0["text"] as? String)?.contains("500") == true })
            #expect(output.all("check").contains { $0["name"] as? String == "web/health" })
        }
    }

    @Test func candidatesAreListedWithTheirCommands() async throws {
        try await AcceptancePlatform.with { platform in
            let output = try await platform.json("rollback")
            #expect(output.finished.status == 10)
            #expect(output.exit != nil)
            let first = try #require(output.all("candidate").first)
            let good = try await platform.good()
            #expect((first["commit"] as? [String: Any])?["id"] as? String == good)
            #expect(first["changedFiles"] as? Int == 1)
            #expect(first["bad"] as? Bool == false)
            #expect((first["command"] as? String)?.hasPrefix("lastgood rollback") == true)
        }
    }

    @Test func statusSaysWhatRuns() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            let process = try await platform.startByHand(service)
            let status = try #require(try await platform.json("status").all("status").first)
            let services = try #require(status["services"] as? [[String: Any]])
            #expect(services.count == 1)
            #expect(services.first?["port"] as? Int == service.port)
            #expect(services.first?["process"] as? Int == Int(process))
            #expect(services.first?["condition"] as? String == "running")
            #expect(status["branch"] as? String == "main")
        }
    }
}
