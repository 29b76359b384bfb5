import Foundation
import Glibc
import Testing

/// `lastgood release`: what is deployed as one unit, under one number.
struct ReleaseTests {
    private static let variables = "API_KEY=hunter2-secret\nPORT=8000\n"

    @Test func whatHasNotChangedKeepsItsNumberAndNothingIsWritten() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", Self.variables)
            try platform.write("db/migrations/1_first.sql", "select 1;\n")
            try await platform.commit("Migrations")
            let first = try await platform.record("--reason", "deployed", "--actor", "ci")
            #expect(first["number"] as? String == "v1" && first["isNew"] as? Bool == true)
            let head = try await platform.git("rev-parse", "HEAD")
            #expect(first["commit"] as? String == head)
            #expect(first["reason"] as? String == "deployed" && first["actor"] as? String == "ci")
            let schema = try #require(first["schema"] as? [[String: Any]])
            #expect(schema.map { $0["heads"] as? [String] } == [["1_first.sql"]])
            let before = Folders.entries(platform.stateFolder)
            let again = try await platform.record("--reason", "another", "--actor", "kim")
            #expect(again["number"] as? String == "v1" && again["isNew"] as? Bool == false)
            #expect(again["reason"] as? String == "deployed")
            #expect(Folders.entries(platform.stateFolder) == before)
            let status = try await platform.asUser("status").all("status").first
            #expect(status?["release"] as? String == "v1")
        }
    }

    @Test func everyPartMakesAnotherRelease() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([], extra: ["releases": ["artifacts": ["app/built.js"]]])
            try platform.write(".gitignore", platform.text(".gitignore") + "built.js\n")
            try await platform.commit("Ignore what is built")
            try await platform.record()
            try platform.write(".env", Self.variables)
            #expect(try await platform.record()["number"] as? String == "v2")
            try platform.write(".env", Self.variables.replacingOccurrences(of: "secret", with: "other"))
            #expect(try await platform.record()["number"] as? String == "v3")
            try platform.write("app/built.js", "1\n")
            #expect(try await platform.record()["number"] as? String == "v4")
            try platform.write("app/release", "better\n")
            try await platform.commit("Better")
            #expect(try await platform.record()["number"] as? String == "v5")
            let listed = try await platform.asUser("release", "list").all("release")
            #expect(listed.compactMap { $0["number"] as? String } == ["v5", "v4", "v3", "v2", "v1"])
            let limited = try await platform.asUser("release", "list", "--limit", "2").all("release")
            #expect(limited.count == 2)
        }
    }

    @Test func theDifferenceShowsNamesAndDigestsAndNeverValues() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", Self.variables)
            try await platform.record()
            try platform.write(".env", "API_KEY=rotated-secret\nNEW=1\n")
            try platform.write("app/release", "better\n")
            try await platform.commit("Better (#43)")
            try await platform.record()
            let text = try await platform.startAsUser(["release", "diff", "v1", "v2"]).end()
            #expect(text.status == 0)
            for line in ["PR #43", "M app/release", "~ .env API_KEY", "+ .env NEW", "- .env PORT"] {
                #expect(text.output.contains(line), "\(line): \(text.output)")
            }
            let output = try await platform.asUser("release", "diff", "v1", "v2")
            let difference = try #require(output.all("release-difference").first)
            let changed = difference["environment"] as? [[String: Any]] ?? []
            #expect(changed.compactMap { $0["name"] as? String } == [".env API_KEY", ".env NEW", ".env PORT"])
            #expect((difference["gained"] as? [Any])?.count == 1 && (difference["lost"] as? [Any])?.isEmpty == true)
            let shown = try await platform.startAsUser(["release", "show", "v2"]).end()
            #expect(shown.output.contains(".env: API_KEY, NEW") && shown.output.contains("can be opened here"))
            let everything = text.everything + output.finished.everything + shown.everything
            #expect(!everything.contains("hunter2-secret") && !everything.contains("rotated-secret"))
            for path in Folders.entries(platform.stateFolder) {
                let bytes = Folders.bytes("\(platform.stateFolder)/\(path)")
                #expect(bytes.range(of: Data("-secret".utf8)) == nil, "\(path)")
            }
            var facts = stat()
            #expect(stat(platform.keyFile, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        }
    }

    @Test func aRollbackGoesToAReleaseByItsNumber() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service], knownGood: false)
            try await platform.git("checkout", "--quiet", "main~1")
            try await platform.record()
            try await platform.git("checkout", "--quiet", "main")
            try await platform.record()
            try await platform.startByHand(service)
            let plan = try await platform.asUser("plan", "--release", "v1")
            let planned = plan.all("plan").first?["plan"] as? [String: Any]
            let target = (planned?["target"] as? [String: Any])?["id"] as? String
            let good = try await platform.good()
            #expect(target == good)
            let run = try platform.startAsUser(["rollback", "--release", "v1", "--auto-confirm"])
            let ended = try await run.end(within: 2 * patience)
            #expect(ended.status == 0, "\(ended.everything)")
            #expect(try await platform.answer(service).contains("good"))
            let history = try await platform.asUser("history").all("history").first
            #expect(history?["fromRelease"] as? String == "v2" && history?["toRelease"] as? String == "v1")
            let lines = try await platform.lastgood("history").output
            #expect(lines.contains("(v2) → ") && lines.contains("(v1)"), "\(lines)")
            let added = try await platform.asUser("known-good", "add", "--release", "v1")
            #expect(added.exit?["code"] as? Int == 0, "\(added.finished.everything)")
        }
    }

    /// Numbers are given once, whoever asks at the same time.
    @Test func recordingAtOnceGivesOneNumber() async throws {
        try await AcceptancePlatform.with { platform in
            let running = try (0..<4).map { _ in try platform.startAsUser(["release", "record", "--json"]) }
            var numbers: Set<String> = []
            for process in running {
                let output = try JSONOutput(try await process.end(within: 2 * patience))
                // Whoever finds the platform held is told so, and may try again.
                #expect([0, 11].contains(output.finished.status), "\(output.finished.everything)")
                numbers.formUnion(output.all("release").compactMap { $0["number"] as? String })
            }
            #expect(numbers == ["v1"])
            #expect(Folders.entries(platform.releasesFolder) == ["1.json", "last"])
        }
    }
}
