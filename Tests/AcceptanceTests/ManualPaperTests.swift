import Foundation
import Testing

/// The manual level where nobody can be asked, and its words on the command line.
struct ManualPaperTests {
    private func configured(_ body: (AcceptancePlatform, TestService) async throws -> Void) async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            let extra: [String: Any] = [
                "contacts": [["name": "Operations", "how": "+49 30 1234567"]],
                "dashboards": ["https://railway.app/dashboard"],
                "external_services": ["payments": ["required_env_vars": ["PAY_KEY"]]],
            ]
            try await platform.configure([service], extra: extra)
            try await body(platform, service)
        }
    }

    @Test func theChecklistIsPrintedAndNothingIsDone() async throws {
        try await configured { platform, service in
            let before = try await platform.state
            let state = Folders.entries(platform.stateFolder)
            let result = try await platform.lastgood("rollback", "--manual")
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.everything)")
            let good = try await platform.good()
            let short = good.prefix(7)
            for line in [
                "# Rollback by hand of \(platform.root.replacingOccurrences(of: "_", with: "\\_"))",
                "- no step of this plan touches the database: what it needs is done by hand",
                "## Before the rollback", "### How bad it is", "- [ ] Production is affected: web",
                "- [ ] The target is the right one: \(short) “Release 1.0”",
                "- [ ] The target is known good: rollback/config/known-good-commits.json",
                "- [ ] The host's own list of deployments was looked at: <https://railway.app/dashboard>",
                "- [ ] Knows that a rollback begins: Operations, \\+49 30 1234567", "## Steps",
                "### 2. capture and prepare",
                "- [ ] **capture/symptoms**: note failing answers and last log lines (may be left out)",
                "  git -C \(platform.root) checkout -b rollback/by-hand \(good)",
                "## After the rollback", "- [ ] web answers: <http://localhost:\(service.port ?? 0)/>",
                "- [ ] Tried out: payments", "## Contacts", "- Operations: \\+49 30 1234567",
                "- Dashboard: <https://railway.app/dashboard>",
            ] {
                #expect(
                    result.output.components(separatedBy: "\n").contains(line), "\(line) is not in \(result.output)")
            }
            #expect(try await platform.state == before && Folders.entries(platform.stateFolder) == state)
        }
    }

    @Test func theSameAsJSON() async throws {
        try await configured { platform, _ in
            let before = try await platform.state
            let said = try await platform.json("rollback", "--manual")
            #expect(said.exit?["code"] as? Int == 0, "\(said.finished.everything)")
            #expect(said.lines.map { $0["type"] as? String } == ["plan", "checklist", "checklist", "exit"])
            #expect((said.all("plan").first?["plan"] as? [String: Any])?["level"] as? String == "manual")
            #expect(said.all("checklist").map { $0["moment"] as? String } == ["before", "after"])
            #expect(try await platform.state == before)
        }
    }

    @Test func aDryRunShowsThePlanAndTheLineForIt() async throws {
        try await configured { platform, _ in
            let shown = try await platform.lastgood("rollback", "--manual", "--dry-run")
            #expect(shown.status == 0 && shown.output.contains("(manual)"), "\(shown.everything)")
            let line = try #require(shown.output.split(separator: "\n").last { $0.contains("--plan ") })
            #expect(line.contains("lastgood rollback --manual --plan "))
            let words = line.split(separator: " ").dropFirst().map(String.init)
            #expect(try await platform.start(words).end().output.contains("# Rollback by hand of"))
            let consented = try await platform.start(words.filter { $0 != "--manual" } + ["--auto-confirm"]).end()
            #expect(consented.status == 64 && consented.errors.contains("asks before each step"))
        }
    }

    @Test func consentAndQuestionsExcludeEachOther() async throws {
        try await configured { platform, service in
            #expect(try await platform.lastgood("rollback", "--manual", "--auto-confirm").status == 64)
            #expect(try await platform.lastgood("rollback", "--manual", "--fast").status == 64)
            let settings = ["rollback_settings": ["default_level": "manual"]]
            try await platform.configure([service], extra: settings)
            #expect(try await platform.lastgood("rollback").output.contains("# Rollback by hand of"))
            let refused = try await platform.lastgood("rollback", "--auto-confirm")
            #expect(refused.status == 64 && refused.errors.contains("  lastgood rollback --auto-confirm --fast\n"))
            #expect(try await platform.lastgood("rollback", "--fast", "--auto-confirm").status == 0)
        }
    }

    /// `activate` asks once: the level that is usual for rollbacks says nothing of it.
    @Test func activatingIsNotByHand() async throws {
        try await configured { platform, service in
            try await platform.configure([service], extra: ["rollback_settings": ["default_level": "manual"]])
            #expect(try await platform.lastgood("release", "activate", platform.good(), "--auto-confirm").status == 0)
        }
    }
}
