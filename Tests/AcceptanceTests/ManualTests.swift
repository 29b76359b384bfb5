import Foundation
import Glibc
import Testing

/// The manual level at a terminal.
struct ManualTests {
    /// A broken release, one service that runs on it, and somebody to call.
    private func broken(_ body: (AcceptancePlatform, TestService) async throws -> Void) async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let extra: [String: Any] = [
                "contacts": ["@kim"], "dashboards": ["https://railway.app/dashboard"],
            ]
            try await platform.configure([service], extra: extra)
            try await body(platform, service)
        }
    }

    private func steps(_ platform: AcceptancePlatform) async throws -> [String] {
        let plan = try await platform.json("plan", "--manual").all("plan").first?["plan"] as? [String: Any]
        let stages = try #require(plan?["stages"] as? [[String: Any]])
        return stages.flatMap { ($0["steps"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String } }
    }

    private func press(_ key: String, at prompt: String, _ terminal: Terminal) async throws {
        try #require(try await terminal.meets("\(prompt): ["), "\(prompt): \(terminal.screen)")
        try #require(try await terminal.meets("> "))
        terminal.type(key)
    }

    private func answers(_ service: TestService) -> String { "web answers: http://localhost:\(service.port ?? 0)/" }

    private func incident(_ platform: AcceptancePlatform) throws -> String {
        let logs = Folders.entries("\(platform.root)/rollback/logs")
        let name = try #require(logs.first { $0.hasPrefix("incident-") && $0.hasSuffix("-run-1.md") }, "\(logs)")
        return platform.text("rollback/logs/\(name)")
    }

    @Test func aWholeRunByHand() async throws {
        try await broken { platform, service in
            let names = try await steps(platform)
            let terminal = try platform.terminal("rollback", "--manual")
            try await press("n", at: "Production is affected: web", terminal)
            #expect(try await terminal.meets("Note: "))
            terminal.type("logins fail since 03:12\n")
            try await press("y", at: "Production is affected: web", terminal)
            try await press("a", at: "A fix would take longer than going back", terminal)
            for name in names {
                #expect(try await terminal.meets("of \(names.count): \(name)"), "\(terminal.screen)")
                try await press("d", at: name, terminal)
                guard name == "swap/code" else { continue }
                #expect(terminal.screen.contains("$ git -C \(platform.root) checkout -b rollback/by-hand"))
                try await swapTwice(terminal, names, platform)
            }
            try await press("a", at: answers(service), terminal)
            #expect(try await terminal.meets("Every step is done or left out."), "\(terminal.screen)")
            try await press("d", at: "the run", terminal)
            #expect(try await terminal.end() == 0, "\(terminal.screen)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
            try expectDocument(incident(platform))
        }
    }

    /// Taken back, the broken release is there again; done again, the good one.
    private func swapTwice(_ terminal: Terminal, _ names: [String], _ platform: AcceptancePlatform) async throws {
        let next = try #require(names.firstIndex(of: "swap/code")) + 1
        try await press("u", at: names[next], terminal)
        #expect(try await terminal.meets("it was taken back"), "\(terminal.screen)")
        #expect(platform.text("app/release") == "failing\n")
        #expect(try await platform.git("branch", "--show-current") == "main")
        try await press("d", at: "swap/code", terminal)
        #expect(try await eventually { platform.text("app/release") == "good\n" })
    }

    private func expectDocument(_ text: String) {
        for part in [
            "# Incident: Rollback run-1 of ", "**healthy: ",
            "- [x] Production is affected: web – logins fail since 03:12",
            "- [ ] A fix would take longer than going back", "- @kim: ", "<https://railway.app/dashboard>",
            "| swap | swap/code | ", "checkout -b rollback/by-hand", "swap/code taken back", "service restored after",
            "web/health: healthy", "## Root cause",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func whatWasLeftOutIsToldAndTheRunIsDegraded() async throws {
        try await broken { platform, service in
            let names = try await steps(platform)
            let terminal = try platform.terminal("rollback", "--manual", "--strict")
            try await press("a", at: "Production is affected: web", terminal)
            for name in names {
                try await press(name == "pin" ? "s" : "d", at: name, terminal)
                guard name == "pin" else { continue }
                #expect(try await terminal.meets("Why, or how"))
                terminal.type("deployments are frozen already\n")
            }
            try await press("a", at: answers(service), terminal)
            try await press("n", at: "the run", terminal)
            #expect(try await terminal.meets("Note: "))
            terminal.type("orders come in again\n")
            try await press("d", at: "the run", terminal)
            #expect(try await terminal.end() == 3, "\(terminal.screen)")
            #expect(
                terminal.screen.contains("pin was left out (deployments are frozen already)."), "\(terminal.screen)")
            let text = try incident(platform)
            #expect(text.contains("**degraded: ") && text.contains(": orders come in again"), "\(text)")
            #expect(text.contains("| capture and prepare | pin | ") && text.contains(" left out | "))
        }
    }

    /// The connection drops at a prompt: everything said is kept, and it goes on at the same step.
    @Test(arguments: [["rollback", "--manual"], ["resume"]])
    func aRunThatWasKilledGoesOnWhereItStopped(again: [String]) async throws {
        try await broken { platform, service in
            let names = try await steps(platform)
            let stop = try #require(names.firstIndex(of: "swap/code"))
            let first = try platform.terminal("rollback", "--manual")
            try await press("y", at: "Production is affected: web", first)
            try await press("a", at: "A fix would take longer than going back", first)
            for name in names[..<stop] { try await press("d", at: name, first) }
            #expect(try await first.meets("swap/code: ["))
            #expect(try incident(platform).contains("**under way**"))
            first.send(SIGKILL)
            #expect(try await first.end() == 9)
            let paper = try await platform.start(again).end()
            #expect(paper.output.contains("- [x] **capture/code**") && paper.output.contains("- [ ] **swap/code**"))
            #expect(platform.text("app/release") == "failing\n")
            let second = try Terminal(again, in: platform.root)
            for name in names[stop...] { try await press("d", at: name, second) }
            #expect(!second.screen.contains("Before the rollback"), "\(second.screen)")
            try await press("a", at: answers(service), second)
            try await press("d", at: "the run", second)
            #expect(try await second.end() == 0, "\(second.screen)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
            let text = try incident(platform)
            #expect(
                text.contains("- [x] Production is affected: web") && text.contains("going on with run-1"), "\(text)")
        }
    }

    /// Only who says nothing of where to is shown the run that waits.
    @Test(arguments: ["--release", "--commit"])
    func whoNamesATargetIsShownTheWayThere(option: String) async throws {
        try await broken { platform, _ in
            try await platform.git("checkout", "--quiet", "main~1")
            try await platform.record()
            try await platform.git("checkout", "--quiet", "main")
            let first = try platform.terminal("rollback", "--manual")
            try await press("a", at: "Production is affected: web", first)
            try await press("d", at: "note/web", first)
            #expect(try await first.meets("capture/code: ["))
            first.send(SIGTERM)
            #expect(try await first.end() == 13, "\(first.screen)")
            let waiting = try await platform.lastgood("rollback", "--manual")
            #expect(waiting.output.contains("- [x] **note/web**"), "\(waiting.everything)")
            let target = option == "--release" ? "v1" : try await platform.good()
            let named = try await platform.lastgood("rollback", "--manual", option, target)
            #expect(named.status == 0 && named.output.contains("- [ ] **note/web**"), "\(named.everything)")
        }
    }

    @Test(arguments: ["q", "signal", "\u{4}"])
    func whoStopsBeforeAnythingHasChangedNothing(how: String) async throws {
        try await broken { platform, _ in
            let before = try await platform.state
            let terminal = try platform.terminal("rollback", "--manual")
            try await press("a", at: "Production is affected: web", terminal)
            #expect(try await terminal.meets("note/web: ["))
            how == "signal" ? terminal.send(SIGINT) : terminal.type(how)
            #expect(try await terminal.end() == 130, "\(terminal.screen)")
            #expect(try await platform.state == before)
            #expect(try await platform.lastgood("rollback", "--fast", "--auto-confirm").status == 0)
        }
    }

    /// A run that was held by itself is opened where it stands.
    @Test func aHeldRunGoesOnByHand() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let taken = try await platform.holdPort(service)
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 12)
            kill(taken, SIGKILL)
            #expect(try await eventually { FreePorts.isFree(service.port ?? 0) })
            let terminal = try platform.terminal("rollback", "--manual")
            #expect(try await terminal.meets("Go on with run-1 by hand, from where it stands?"), "\(terminal.screen)")
            terminal.type("y\n")
            #expect(try await terminal.meets("! it failed: web cannot start"), "\(terminal.screen)")
            for name in ["restart/web", "liveness", "verify"] { try await press("d", at: name, terminal) }
            try await press("a", at: answers(service), terminal)
            try await press("d", at: "the run", terminal)
            #expect(try await terminal.end() == 0, "\(terminal.screen)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    @Test func whatIsLeftCanBeDoneWithoutAQuestion() async throws {
        try await broken { platform, service in
            let terminal = try platform.terminal("rollback", "--manual")
            try await press("a", at: "Production is affected: web", terminal)
            try await press("d", at: "note/web", terminal)
            #expect(try await terminal.meets("capture/code: ["))
            terminal.send(SIGTERM)
            #expect(try await terminal.end() == 13, "\(terminal.screen)")
            let waiting = try await platform.json("resume")
            #expect(waiting.exit?["code"] as? Int == 13, "\(waiting.finished.everything)")
            let resumed = try await platform.lastgood("resume", "--auto-confirm")
            #expect(resumed.status == 0, "\(resumed.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }
}
