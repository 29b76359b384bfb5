import Foundation
import Testing

/// The full level takes a SQLite schema back and forward, and no row is lost.
struct DatabaseLevelTests {
    private static let good = "0001: id, name; "
    private static let bad = "0002: id, name, tier; gifts"

    @Test func theSchemaGoesBackWithEveryRowAndComesAgain() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.migrate(service)
            let plan = try await platform.asUser("plan", "--full")
            let body = try #require(plan.all("plan").first?["plan"] as? [String: Any], "\(plan.finished.everything)")
            let notes = try #require(body["notes"] as? [String: Any])
            let restores = try #require(notes["restores"] as? [String])
            #expect(
                restores.contains("parks column users.tier: 2 values") && restores.contains("parks table gifts: 1 row"))
            let full = try await platform.asUser("rollback", "--full", "--auto-confirm")
            #expect(full.exit?["code"] as? Int == 0, "\(full.finished.everything)")
            let proved = full.all("proved").compactMap { $0["text"] as? String }
            #expect(proved.contains { $0.hasPrefix("the catalog equals the known good one: ") }, "\(proved)")
            #expect(try await platform.schema == Self.good)
            #expect(
                try await platform.sql("INSERT INTO users (name) VALUES ('cyd'); SELECT id, name FROM users")
                    == "1|ada, 2|bob, 3|cyd")
            #expect(platform.text("rollback/logs/run-1.md").contains("## Proved"))
            let copies = "\(platform.stateFolder)/runs/1/databases/app.db"
            #expect(FileManager.default.fileExists(atPath: copies))

            let undo = try await platform.asUser("undo")
            #expect(undo.exit?["code"] as? Int == 0, "\(undo.finished.everything)")
            #expect(try await platform.schema == Self.bad)
            #expect(try await platform.sql("SELECT id, name, tier FROM users") == "1|ada|free, 2|bob|gold, 3|cyd|free")
            #expect(try await platform.sql("SELECT id, giver FROM gifts") == "1|2")
        }
    }

    /// A renamed column breaks the good release's code: the schema goes first. No catalog shows a rename; the migration does.
    @Test func whereTheCodeWouldBreakTheSchemaGoesFirst() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.web(), renames: true)
            let plan = try await platform.asUser("plan", "--full")
            let body = try #require(plan.all("plan").first?["plan"] as? [String: Any], "\(plan.finished.everything)")
            let stages = try #require(body["stages"] as? [[String: Any]]).compactMap { $0["name"] as? String }
            let schema = try #require(stages.firstIndex(of: "schema"), "\(stages)")
            #expect(schema == stages.firstIndex(of: "swap").map { $0 - 1 })
            let full = try await platform.asUser("rollback", "--full", "--auto-confirm")
            #expect(full.exit?["code"] as? Int == 0, "\(full.finished.everything)")
            #expect(try await platform.schema == Self.good)
            #expect(try await platform.sql("SELECT id, name FROM users") == "1|ada, 2|bob")
            #expect(try await platform.asUser("undo").exit?["code"] as? Int == 0)
            #expect(try await platform.sql("SELECT id, full_name, tier FROM users") == "1|ada|free, 2|bob|gold")
        }
    }

    @Test func afterAFastOneThatDidNotHelpTheSchemaFollows() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.web())
            #expect(try await platform.asUser("rollback", "--fast", "--auto-confirm").exit?["code"] as? Int == 0)
            #expect(try await platform.schema == Self.bad)
            let full = try await platform.asUser("rollback", "--full", "--auto-confirm")
            #expect(full.exit?["code"] as? Int == 0, "\(full.finished.everything)")
            #expect(try await platform.schema == Self.good)
        }
    }

    @Test func aDryRunDoesItForRealAndLeavesNothing() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.web())
            let before = try await platform.sql("SELECT type, name, sql FROM sqlite_schema")
            let dry = try await platform.asUser("rollback", "--full", "--dry-run", "--execute-database")
            #expect(dry.exit?["code"] as? Int == 0, "\(dry.finished.everything)")
            let evidence = try #require(dry.all("schema-rehearsal").first?["evidence"] as? [String: Any])
            #expect((evidence["proved"] as? [String])?.contains("integrity_check: ok") == true, "\(evidence)")
            #expect(try await platform.sql("SELECT type, name, sql FROM sqlite_schema") == before)
            let alone = try await platform.lastgood("rollback", "--full", "--execute-database")
            #expect(alone.status == 64, "\(alone.everything)")
        }
    }

    @Test func theDatabaseCommands() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.web())
            let plan = try await platform.asUser("database", "plan")
            #expect(plan.all("schema-plan").first?["verdict"] as? String == "parkable", "\(plan.finished.everything)")
            let facts = try await platform.asUser("database", "facts", "app.db", "--release", "v1")
            #expect(
                facts.all("schema-facts").first?["changes"] as? [String] == [
                    "column users.tier is new", "table gifts is new",
                ], "\(facts.finished.everything)")
            #expect(try await platform.asUser("database", "facts", "other").kind == "unknown-database")
            #expect(try await platform.asUser("rollback", "--full", "--auto-confirm").exit?["code"] as? Int == 0)
            let parked = try await platform.asUser("database", "parked")
            #expect(
                parked.all("parked").compactMap { $0["object"] as? String } == ["column users.tier", "table gifts"])
            let folder = "\(platform.notes)/parked"
            #expect(try await platform.asUser("database", "export", "--to", folder).exit?["code"] as? Int == 0)
            #expect(Folders.text("\(folder)/run-1.users.tier.csv") == "id,tier\n1,free\n2,gold\n")
            let sums = try await Running(["sha256sum", "--check", "--quiet", "SHA256SUMS"], in: folder).end()
            #expect(sums.status == 0, "\(sums.everything)")
            #expect(try await platform.asUser("database", "drop-parked").exit?["code"] as? Int == 64)
            let dropped = try await platform.asUser("database", "drop-parked", "--auto-confirm")
            #expect(dropped.all("parked-dropped").count == 2, "\(dropped.finished.everything)")
            #expect(
                try await platform.sql("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%^_^_lg^_%' ESCAPE '^'")
                    == "0")
        }
    }

    /// What was there before is gone: the full level refuses, and says what still can be done.
    @Test func whatIsGoneIsRefused() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.migrate(.web())
            try await platform.sql("ALTER TABLE users DROP COLUMN name")
            let refused = try await platform.asUser("rollback", "--full", "--auto-confirm")
            #expect(refused.exit?["code"] as? Int == 1, "\(refused.finished.everything)")
            #expect(refused.kind == "irreversible-migration")
            #expect(refused.failure.contains("column users.name is gone with its rows"))
            #expect(try await platform.asUser("rollback", "--fast", "--auto-confirm").exit?["code"] as? Int == 0)
        }
    }
}
