import Foundation
import Testing

/// `--service`: the code of one service goes back alone where that can be.
struct ServiceScopeTests {
    /// A platform whose services have a folder each; returns the release in which both were good.
    private func separate(_ platform: AcceptancePlatform, _ services: [TestService]) async throws -> String {
        for release in ["good", "failing"] {
            for service in services {
                try platform.write("services/\(service.name)/app/server.py", PlatformSources.server)
                try platform.write("services/\(service.name)/app/release", "\(release)\n")
            }
            try platform.write("lib/shared", "\(release)\n")
            try await platform.commit("Both are \(release)")
        }
        try await platform.configure(services)
        let path = "rollback/config/rollback-config.json"
        var keys = try #require(
            JSONSerialization.jsonObject(with: Data(platform.text(path).utf8)) as? [String: [String: [String: Any]]])
        for service in services {
            keys["service_dependencies"]?[service.name]?["directory"] = "services/\(service.name)"
        }
        try platform.writeJSON(keys, path)
        return try await platform.git("rev-parse", "HEAD~1")
    }

    @Test func aServiceInAFolderOfItsOwnGoesBackAlone() async throws {
        try await AcceptancePlatform.with { platform in
            var services = [TestService.web(), TestService.web("api")]
            // It is not started, and that must not decide the outcome.
            services[1].critical = false
            let good = try await separate(platform, services)
            let before = try await platform.state
            let arguments = ["rollback", "--service", "web", "--commit", good, "--auto-confirm"]
            let result = try await platform.start(arguments).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(services[0]).hasPrefix("release good"))
            #expect(platform.started("api").isEmpty)
            #expect(platform.text("services/web/app/release") == "good\n")
            #expect(
                platform.text("services/api/app/release") == "failing\n" && platform.text("lib/shared") == "failing\n")
            let changed = try await platform.git("show", "--format=", "--name-only", "HEAD")
            #expect(changed == "services/web/app/release")
            let again = try await platform.lastgood("plan", "--service", "web", "--commit", good)
            #expect(again.output.contains("only services/web/ goes back"), "\(again.everything)")
            #expect(again.output.contains("code: nothing differs"))
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await platform.state == before)
        }
    }

    @Test func servicesThatShareAFolderGoBackWithTheWhole() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([.web(), .worker()])
            let plan = try await platform.lastgood("plan", "--service", "web")
            #expect(
                plan.output.contains(
                    "the code goes back as a whole, although only some services are restarted: web runs in the platform's own folder"
                ), "\(plan.everything)")
        }
    }
}
