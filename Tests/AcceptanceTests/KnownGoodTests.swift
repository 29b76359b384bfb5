import Foundation
import Glibc
import Testing

/// `lastgood known-good` on a platform, beside people who edit the same file.
struct KnownGoodTests {
    static let file = "rollback/config/known-good-commits.json"

    /// The platform with its good release checked out and running.
    private func well(
        _ criteria: [String: Any] = [:], _ body: (AcceptancePlatform, String) async throws -> Void
    ) async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service], knownGood: false)
            if !criteria.isEmpty { try platform.writeJSON(["verification_criteria": criteria], Self.file) }
            let good = try await platform.good()
            try await platform.git("checkout", "--quiet", good)
            try await platform.startByHand(service)
            try await body(platform, good)
        }
    }

    private static func entries(_ platform: AcceptancePlatform) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(platform.text(file).utf8)) as? [String: Any]
        return json?["commits"] as? [[String: Any]] ?? []
    }

    @Test func whatWorksIsEnteredWithItsEvidence() async throws {
        try await well { platform, good in
            let added = try await platform.json(
                "known-good", "add", "--tested", "web", "--passed", "login", "--note", "two days", "--actor", "kim")
            #expect(added.exit?["code"] as? Int == 0, "\(added.finished.everything)")
            #expect(added.all("registry-change").first?["verified"] as? Bool == true)
            let entry = try #require(try Self.entries(platform).first)
            #expect(entry["hash"] as? String == good && entry["description"] as? String == "Release 1.0")
            #expect(entry["verified"] as? Bool == true && entry["notes"] as? String == "two days")
            let evidence = try #require(entry["evidence"] as? [String: Any])
            #expect(evidence["actor"] as? String == "kim" && evidence["tests"] as? [String] == ["login"])
            let checks = (evidence["checks"] as? [[String: String]] ?? []).compactMap { $0["name"] }
            #expect(checks.contains("web/process") && checks.contains("code"), "\(checks)")
            #expect(evidence["uptime_hours"] != nil)
            let twice = try await platform.json("known-good", "add")
            #expect(twice.kind == "listed-already")
            #expect(twice.failure.contains("known-good-commits.json:7 commits[0].hash"), "\(twice.failure)")
            #expect(try Self.entries(platform).count == 1)
            let removed = try await platform.lastgood("known-good", "remove", String(good.prefix(8)))
            #expect(removed.status == 0)
            #expect(try Self.entries(platform).isEmpty)
            #expect(try await platform.json("known-good", "remove", good).kind == "not-listed")
        }
    }

    @Test func aChangedTreeIsNotTheRelease() async throws {
        try await well { platform, _ in
            try platform.write("app/release", "good and edited\n")
            let refused = try await platform.json("known-good", "add")
            #expect(refused.kind == "changed-files" && refused.finished.status == 1)
            #expect(!FileManager.default.fileExists(atPath: "\(platform.root)/\(Self.file)"))
            let unknown = try await platform.json("known-good", "add", "0123abc")
            #expect(unknown.kind == "unknown-commit")
        }
    }

    @Test func whatFailsIsEnteredOnlyAsUnverified() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            try await platform.startByHand(service)
            let before = platform.text(Self.file)
            let refused = try await platform.json("known-good", "add")
            #expect(refused.kind == "failing-checks" && refused.finished.status == 1)
            #expect(platform.text(Self.file) == before)
            #expect(try await platform.lastgood("known-good", "add", "--unverified").status == 0)
            let entries = try Self.entries(platform)
            #expect(entries.map { $0["verified"] as? Bool } == [false, nil])
            let listed = try await platform.json("known-good", "list").all("known-good")
            #expect(listed.map { $0["target"] as? Bool } == [false, true])
            #expect((listed.first?["why"] as? [String])?.contains("it is not verified") == true, "\(listed)")
        }
    }

    @Test func aPersonsAgreementAndTheRestOfTheCriteriaCount() async throws {
        let criteria: [String: Any] = [
            "manual_verification_required": true, "required_tests": ["service_health_checks", "payment"],
            "minimum_uptime_hours": 24,
        ]
        try await well(criteria) { platform, good in
            let alone = try await platform.lastgood("known-good", "add")
            #expect(alone.status == 0 && alone.output.contains("wants a person's agreement (--verified-by NAME)"))
            #expect(alone.output.contains("It lacks: the test payment, a person's agreement, 24 hours of running"))
            #expect(try Self.entries(platform).first?["verified"] as? Bool == false)
            #expect(try await platform.lastgood("known-good", "remove", good).status == 0)
            #expect(try await platform.lastgood("known-good", "add", "--verified-by", "Ann Lee").status == 0)
            #expect(try Self.entries(platform).first?["verified"] as? Bool == true)
            let lacks = try await platform.json("known-good", "list").all("known-good").first?["lacks"] as? [String]
            #expect(lacks?.count == 2 && lacks?.first == "the test payment", "\(lacks ?? [])")
        }
    }

    @Test func theFileStaysWhosItIs() async throws {
        try await AcceptancePlatform.with { platform in
            let path = "\(platform.root)/\(Self.file)"
            let text = "// ours\n{\n   \"commits\": [ ],   \"_x\": 1\n}\n"
            try platform.write(Self.file, text)
            chmod(path, 0o664)
            if geteuid() == 0 { chown(path, 1234, 1235) }
            let good = try await platform.good()
            #expect(try await platform.lastgood("known-good", "add", good).status == 0)
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & 0o7777 == 0o664)
            #expect(geteuid() != 0 || facts.st_uid == 1234 && facts.st_gid == 1235)
            let edited = platform.text(Self.file)
            #expect(edited.hasPrefix("// ours\n{\n   \"commits\": [\n") && edited.hasSuffix("],   \"_x\": 1\n}\n"))
            #expect(Folders.entries("\(platform.root)/rollback").filter { $0.hasSuffix(".new") }.isEmpty)
        }
    }

    /// Half-written, and nonsense by hand: the place is named, and nothing is written over it.
    @Test(arguments: [
        ("{\"commits\": [\n", "1:13"), ("{\"commits\": [{\"hash\": \"main\"}]}", "commits[0].hash"),
    ])
    func whatCannotBeReadIsLeftAlone(text: String, place: String) async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(Self.file, text)
            for arguments in [["add"], ["list"], ["mark", "HEAD", "--bad"], ["remove", "HEAD"]] {
                let result = try await platform.start(["known-good"] + arguments).end()
                #expect(result.status == 64, "\(result.everything)")
                #expect(result.firstError.contains("known-good-commits.json"), "\(result.firstError)")
                if place.hasPrefix("commits") { #expect(result.firstError.contains(place)) }
            }
            #expect(platform.text(Self.file) == text)
        }
    }
}
