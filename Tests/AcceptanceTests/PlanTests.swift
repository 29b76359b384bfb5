import Foundation
import Testing

/// A plan is a value: shown as it is, executed by its digest, refused when it is stale.
struct PlanTests {
    private func digest(_ platform: AcceptancePlatform) async throws -> String {
        let plan = try await platform.json("plan")
        return try #require(plan.all("plan").first?["digest"] as? String, "\(plan.finished.everything)")
    }

    @Test(arguments: [["plan"], ["rollback", "--dry-run"]])
    func itSaysEverything(arguments: [String]) async throws {
        try await AcceptancePlatform.with { platform in
            let services = [TestService.web(), TestService.worker()]
            try await platform.configure(services)
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 0)
            #expect(try await platform.lastgood("undo").status == 0)
            let before = try await platform.state
            let result = try await platform.start(arguments).end()
            #expect(result.status == 0, "\(result.everything)")
            for word in [
                "Release 1.0", "Release 1.1", "takes away", "restores", "code: 1 file", "leaves", "the database",
                "ignored and untracked files", "rollback/", "schema", "way back    lastgood undo",
                "from this platform's history", "restart/web", "restart/worker", "swap/code", "held for a person",
                "lastgood rollback --fast --plan ",
            ] { #expect(result.output.contains(word), "\(word) is not in: \(result.output)") }
            #expect(result.output.contains("$ git -C \(platform.root) checkout"))
            #expect(try await platform.state == before)
        }
    }

    /// Whether the target's code fits the database is said before anybody consents.
    @Test(arguments: [
        ("ALTER TABLE users DROP COLUMN name;", "breaking", "0002 (SQL) BREAKS: drops column users.name"),
        ("ALTER TABLE users ADD COLUMN age int;", "compatible", "0002 (SQL) fits: adds column users.age"),
        ("SELECT migrate();", "unknown", "0002 (SQL) unknown: `select migrate ( )` is not understood"),
    ])
    func itNamesTheMigrations(sql: String, fit: String, line: String) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([TestService.web()])
            try platform.write("migrations/0002.sql", sql)
            try await platform.commit("Release 1.2")
            let good = try await platform.good()
            let text = try await platform.lastgood("plan", "--commit", good)
            #expect(text.output.contains(line), "\(text.everything)")
            let plan = try await platform.json("plan", "--commit", good)
            let notes = (plan.all("plan").first?["plan"] as? [String: Any])?["notes"] as? [String: Any]
            let migrations = notes?["migrations"] as? [[String: Any]]
            #expect(notes?["schema"] as? String == fit && migrations?.first?["fit"] as? String == fit)
            #expect(migrations?.first?["path"] as? String == "migrations/0002.sql")
        }
    }

    @Test func itIsExecutedByItsDigest() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let short = String(try await digest(platform).prefix(12))
            let result = try await platform.lastgood("rollback", "--plan", short, "--auto-confirm")
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    /// The line that a plan ends with does what the plan says, also where it was made with options.
    @Test func itsOwnLineKeepsItsOptions() async throws {
        try await AcceptancePlatform.with { platform in
            let services = [TestService.web(), TestService.worker()]
            try await platform.configure(services)
            for service in services { try await platform.startByHand(service) }
            let plan = try await platform.lastgood("plan", "--service", "web")
            let line = try #require(plan.output.split(separator: "\n").last { $0.contains("--plan") })
            let words = line.split(separator: " ").dropFirst().map(String.init) + ["--auto-confirm"]
            let other = try await platform.start(words + ["--service", "worker"]).end()
            #expect(other.status == 64 && other.errors.contains("made with other options"), "\(other.everything)")
            let result = try await platform.start(words).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(platform.started("web") == ["failing", "good"] && platform.started("worker") == ["failing"])
        }
    }

    enum Change: String, CaseIterable { case edit, commit, service, caches }

    @Test(arguments: Change.allCases)
    func aStaleOneIsRefused(change: Change) async throws {
        try await AcceptancePlatform.with { platform in
            var services = [TestService.web()]
            try await platform.configure(services)
            let old = try await digest(platform)
            switch change {
            case .edit: try platform.write("app/release", "edited\n")
            case .commit:
                try platform.write("app/new.py", "x = 1\n")
                try await platform.commit("Release 1.2")
            case .service:
                services.append(.web("second"))
                try await platform.configure(services)
            case .caches: try await platform.configure(services, extra: ["caches": ["*.cache"]])
            }
            let before = try await platform.state
            let result = try await platform.lastgood("rollback", "--plan", old, "--auto-confirm")
            #expect(result.status == 14, "\(result.everything)")
            #expect(result.firstError.hasPrefix("Nothing was done: plan \(old.prefix(12)) is stale, because "))
            #expect(try await platform.state == before)
        }
    }

    @Test func anUnknownOneIsRefused() async throws {
        try await AcceptancePlatform.with { platform in
            let result = try await platform.lastgood("rollback", "--plan", "0123456789ab", "--auto-confirm")
            #expect(
                result.firstError == "No plan with the digest “0123456789ab” comes out of the platform as it is now.")
            #expect(result.status == 1)
        }
    }
}
