import Foundation
import Testing

/// `lastgood database check`: what continuous integration is told of a pull request's migrations.
struct DatabaseCheckTests {
    private static let first = "-- migrate:up\nCREATE TABLE users (id int);\n-- migrate:down\nDROP TABLE users;\n"

    private func branch(_ platform: AcceptancePlatform) async throws {
        try platform.write("db/migrations/1_users.sql", Self.first)
        try platform.write("db/migrations/2_old.sql", "-- migrate:up\nDROP TABLE x;\n-- migrate:down\nSELECT 1;\n")
        try await platform.commit("Migrations")
        try await platform.git("checkout", "--quiet", "-b", "feature")
    }

    @Test func onlyTheBranchIsLookedAtAndFails() async throws {
        try await AcceptancePlatform.with { platform in
            try await branch(platform)
            let none = try await platform.lastgood("database", "check", "--since", "main")
            #expect(none.status == 0 && none.output == "No migration was looked at.\n", "\(none.everything)")
            try platform.write(
                "db/migrations/3_tier.sql",
                "-- migrate:up\nALTER TABLE users ADD tier text;\n-- migrate:down\nALTER TABLE users DROP tier;\n")
            try await platform.commit("Tier")
            let good = try await platform.lastgood("database", "check", "--since", "main")
            #expect(good.status == 0, "\(good.everything)")
            #expect(good.output == "1 migration: each can be taken back with every row.\n")
            // Not committed yet, and looked at all the same.
            try platform.write(
                "db/migrations/4_name.sql",
                "-- migrate:up\nALTER TABLE users DROP COLUMN name;\n-- migrate:down\nSELECT 1;\n")
            let bad = try await platform.lastgood("database", "check", "--since", "main")
            #expect(bad.status == 1)
            let lines = bad.output.split(separator: "\n")
            #expect(lines.first?.hasPrefix("db/migrations/4_name.sql:2: error: drops column users.name: ") == true)
            #expect(lines.first?.hasSuffix(" [drops-column]") == true && lines.count == 3, "\(bad.everything)")
            #expect(lines.last == "2 migrations: 1 cannot be taken back with every row.")
        }
    }

    @Test func whatWasMergedIsNotEdited() async throws {
        try await AcceptancePlatform.with { platform in
            try await branch(platform)
            try platform.write("db/migrations/1_users.sql", Self.first + "-- a note\n")
            let json = try await platform.json("database", "check", "--since", "main")
            let finding = try #require(json.all("migration-finding").first)
            #expect(finding["rule"] as? String == "edited-migration" && finding["line"] as? Int == 1)
            #expect(finding["path"] as? String == "db/migrations/1_users.sql")
            #expect(json.all("migrations-checked").first?["files"] as? [String] == ["db/migrations/1_users.sql"])
            #expect(json.exit?["code"] as? Int == 1)
        }
    }

    @Test func filesAndFoldersCanBeNamed() async throws {
        try await AcceptancePlatform.with { platform in
            try await branch(platform)
            #expect(try await platform.lastgood("database", "check", "db/migrations/1_users.sql").status == 0)
            #expect(try await platform.lastgood("database", "check", "db").status == 1)
            #expect(try await platform.lastgood("database", "check").status == 1)
            let none = try await platform.lastgood("database", "check", "nowhere")
            #expect(none.status == 64 && none.errors.contains("nowhere holds no migration"), "\(none.everything)")
            let both = try await platform.lastgood("database", "check", "--since", "main", "db")
            #expect(both.status == 64)
            let commit = try await platform.lastgood("database", "check", "--since", "no-such")
            #expect(commit.status != 0 && commit.errors.contains("no-such"), "\(commit.everything)")
        }
    }
}
