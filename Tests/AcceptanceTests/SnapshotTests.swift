import Foundation
import Glibc
import Testing

/// `lastgood snapshot`: the platform's whole state, kept and brought back.
struct SnapshotTests {
    private static let secret = "hunter2-snapshot-secret"

    private func store(_ platform: AcceptancePlatform) -> String { "\(platform.stateFolder)/snapshots" }

    private func create(_ platform: AcceptancePlatform, _ more: String...) async throws -> [String: Any] {
        let running = try platform.startAsUser(["snapshot", "create", "--json"] + more)
        let output = try JSONOutput(try await running.end(within: 2 * patience))
        try #require(output.exit?["code"] as? Int == 0, "\(output.finished.everything)")
        return try #require(output.all("snapshot").first)
    }

    private func part(_ name: String, _ snapshot: [String: Any]) -> [String: Any]? {
        (snapshot["parts"] as? [[String: Any]])?.first { $0["name"] as? String == name }
    }

    private func sqlite(_ platform: AcceptancePlatform, _ statement: String, _ file: String) async throws -> String {
        let script =
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); print(c.execute(sys.argv[2]).fetchall()); c.commit()"
        let result = try await Running(["python3", "-c", script, file, statement], in: platform.root).end()
        try #require(result.status == 0, "\(result.errors)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func everythingComesBackBesideWhatIsThere() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "API_KEY=\(Self.secret)\nDATABASE_URL=sqlite:///data/app.db\n")
            try platform.write("notes/mine.txt", "uncommitted\n")
            try platform.write("data/.keep", "")
            let database = "\(platform.root)/data/app.db"
            _ = try await sqlite(platform, "CREATE TABLE t AS SELECT 42 AS x", database)
            let first = try await create(platform, "--reason", "before \(Self.secret)")
            #expect(first["sequence"] as? Int == 1 && (first["reason"] as? String)?.hasPrefix("before ") == true)
            #expect(!"\(first)".contains(Self.secret))
            #expect(part("database.app.db", first)?["kind"] as? String == "stream")
            _ = try await sqlite(platform, "DELETE FROM t", database)
            try platform.write("notes/mine.txt", "edited\n")
            try platform.write("notes/new.txt", "new\n")
            #expect(try await create(platform)["sequence"] as? Int == 2)
            let side = "\(platform.notes)/side"
            let restored = try await platform.asUser("snapshot", "restore", "1", "--to", side)
            #expect(restored.exit?["code"] as? Int == 0, "\(restored.finished.everything)")
            #expect(Folders.text("\(side)/code/notes/mine.txt") == "uncommitted\n")
            #expect(Folders.text("\(side)/code/.env").contains(Self.secret))
            #expect(Folders.text("\(side)/environment.json").contains(Self.secret))
            #expect(!FileManager.default.fileExists(atPath: "\(side)/code/data/app.db"))
            #expect(try await sqlite(platform, "SELECT x FROM t", "\(side)/database.app.db") == "[(42,)]")
            let difference = try await platform.asUser("snapshot", "diff", "1", "2").all("snapshot-difference").first
            let entries = try #require(difference?["entries"] as? [[String: String]])
            let code = entries.filter { $0["part"] == "code" && $0["path"] != "notes" }
            #expect(
                code.map { "\($0["change"] ?? "") \($0["path"] ?? "")" } == [
                    "changed notes/mine.txt", "added notes/new.txt",
                ])
            #expect(entries.contains { $0["part"] == "database.app.db" && $0["change"] == "changed" })
            #expect(try await sqlite(platform, "SELECT count(*) FROM t", database) == "[(0,)]")
        }
    }

    /// Neither what is printed nor what is kept shows a secret to whoever has no key.
    @Test func nothingIsReadableWithoutTheKey() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "API_KEY=\(Self.secret)\n")
            _ = try await create(platform)
            for words in [["list"], ["show", "1"], ["verify"], ["restore", "1", "--to", "\(platform.notes)/side"]] {
                let said = try await platform.startAsUser(["snapshot"] + words).end(within: 2 * patience)
                #expect(said.status == 0 && !said.everything.contains(Self.secret), "\(words): \(said.everything)")
            }
            var seen = 0
            for name in try FileManager.default.subpathsOfDirectory(atPath: store(platform)) {
                guard let bytes = FileManager.default.contents(atPath: "\(store(platform))/\(name)") else { continue }
                seen += bytes.count
                #expect(
                    bytes.firstRange(of: Data(Self.secret.utf8)) == nil
                        && bytes.firstRange(of: Data("server.py".utf8)) == nil)
            }
            #expect(seen > 1000)
            let other = try await platform.asUser(
                "snapshot", "show", "1", environment: ["XDG_STATE_HOME": "\(platform.notes)/nobody"])
            #expect(other.exit?["code"] as? Int == 1 && other.failure.contains("key"), "\(other.failure)")
        }
    }

    @Test func damageIsFoundAndNothingOfItComesBack() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("big.txt", (0..<20_000).map { "\($0)\n" }.joined())
            _ = try await create(platform)
            #expect(try await platform.asUser("snapshot", "verify").exit?["code"] as? Int == 0)
            let names = try FileManager.default.subpathsOfDirectory(atPath: store(platform))
            let packs = names.filter { $0.hasPrefix("packs/") && $0.count > 20 }
            let pack = try #require(packs.first { name in !name.hasSuffix(".copy") && !packs.contains("\(name).copy") })
            let path = "\(store(platform))/\(pack)"
            var bytes = try #require(FileManager.default.contents(atPath: path))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(filePath: path))
            let found = try await platform.asUser("snapshot", "verify")
            #expect(found.exit?["code"] as? Int == 3)
            #expect(found.all("snapshot-finding").contains { ($0["place"] as? String)?.hasSuffix(pack) == true })
            let side = "\(platform.notes)/side"
            let restored = try await platform.asUser("snapshot", "restore", "1", "--to", side, "--part", "code")
            #expect(restored.exit?["code"] as? Int == 1 && restored.kind == "snapshot-damaged")
            #expect(try FileManager.default.contentsOfDirectory(atPath: side).isEmpty)
        }
    }

    /// Its dump never ends by itself, and nothing has to be killed.
    @Test func aRollbackGoesFirst() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "DATABASE_URL=postgresql://127.0.0.1/shop\n")
            let (programs, begun) = ("\(platform.notes)/programs", "\(platform.notes)/begun")
            try Folders.write("#!/bin/sh\n: >\(begun)\nexec sleep 1000\n", to: "\(programs)/pg_dump")
            chmod("\(programs)/pg_dump", 0o755)
            let path = "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let taking = try platform.startAsUser(["snapshot", "create"], environment: ["PATH": path])
            try #require(try await eventually { FileManager.default.fileExists(atPath: begun) })
            let back = try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(back.status == 0, "\(back.everything)")
            let ended = try await taking.end(within: 2 * patience)
            #expect(
                ended.status == 13 && ended.output.contains("To go on: lastgood snapshot create"), "\(ended.everything)"
            )
            _ = try await create(platform)
            #expect(try await platform.asUser("snapshot", "verify").exit?["code"] as? Int == 0)
        }
    }

    /// A database that is down is named; the emergency goes on.
    @Test func whatCannotBeReadIsNamedAndNoMore() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "DATABASE_URL=postgresql://kim:\(Self.secret)@127.0.0.1:9/shop\n")
            let taken = try await create(platform)
            let missing = try #require(part("database.shop", taken))
            #expect(missing["kind"] as? String == "missing" && (missing["why"] as? String)?.isEmpty == false)
            #expect(!"\(taken)".contains(Self.secret))
            #expect(part("code", taken)?["kind"] as? String == "tree")
            let said = try await platform.startAsUser(["snapshot", "list"]).end(within: 2 * patience)
            #expect(said.output.contains("MISSING: database.shop"))
        }
    }

    /// `pg_dump` says what is wrong with the address by repeating it.
    @Test func whatADumpSaysOfItsFailureIsMasked() async throws {
        try await AcceptancePlatform.with { platform in
            let (programs, address) = ("\(platform.notes)/programs", "postgresql://kim:\(Self.secret)@127.0.0.1:9/shop")
            try platform.write(".env", "SHOP=\(address)\n")
            try Folders.write("#!/bin/sh\necho 'cannot connect to \(address)' >&2\nexit 1\n", to: "\(programs)/pg_dump")
            chmod("\(programs)/pg_dump", 0o755)
            let path = "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let taken = try await platform.startAsUser(["snapshot", "create"], environment: ["PATH": path])
                .end(within: 2 * patience)
            #expect(taken.status == 0 && taken.everything.contains("cannot connect to"), "\(taken.everything)")
            #expect(!taken.everything.contains(Self.secret))
        }
    }

    @Test func oldOnesGoAndTheNewestStays() async throws {
        try await AcceptancePlatform.with { platform in
            for number in 1...3 {
                try platform.write("number.txt", "\(number)\n")
                _ = try await create(platform)
            }
            let words = ["snapshot", "prune", "--days", "0", "--keep", "1"]
            #expect(try await platform.startAsUser(words + ["--dry-run"]).end().output.contains("would go: 1 and 2"))
            #expect(try await platform.asUser("snapshot", "list").all("snapshot").count == 3)
            #expect(try await platform.startAsUser(words).end().output.contains("Removed 2 snapshots: 1 and 2."))
            let left = try await platform.asUser("snapshot", "list").all("snapshot")
            #expect(left.compactMap { $0["sequence"] as? Int } == [3])
            #expect(try await platform.asUser("snapshot", "verify").exit?["code"] as? Int == 0)
            #expect(try await create(platform)["sequence"] as? Int == 4)
        }
    }

    /// It may be wanted: nobody can say that it may go.
    @Test func whileARecordCannotBeReadNothingIsRemoved() async throws {
        try await AcceptancePlatform.with { platform in
            for _ in 1...3 { _ = try await create(platform) }
            let folder = "\(store(platform))/snapshots"
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("0000000002-")
            {
                try Folders.write("damaged", to: "\(folder)/\(name)")
            }
            let before = Folders.entries(store(platform))
            let pruned = try await platform.asUser("snapshot", "prune", "--days", "0", "--keep", "1")
            #expect(pruned.exit?["code"] as? Int == 1 && pruned.kind == "snapshot-damaged", "\(pruned.failure)")
            #expect(Folders.entries(store(platform)) == before)
        }
    }

    @Test func mistakesAreNamed() async throws {
        try await AcceptancePlatform.with { platform in
            let none = try await platform.startAsUser(["snapshot", "list"]).end()
            #expect(none.status == 0 && none.output.contains("lastgood snapshot create"))
            #expect(try await platform.asUser("snapshot", "show", "1").kind == "no-snapshot-store")
            _ = try await create(platform)
            #expect(try await platform.asUser("snapshot", "show", "7").kind == "no-snapshot")
            let side = "\(platform.notes)/side"
            #expect(
                try await platform.asUser("snapshot", "restore", "1", "--to", side, "--part", "x").kind
                    == "not-in-snapshot")
            #expect(
                try await platform.asUser("snapshot", "restore", "1", "--to", side, "app").exit?["code"] as? Int == 64)
            #expect(try await platform.asUser("snapshot", "prune", "--keep", "0").exit?["code"] as? Int == 64)
            try Folders.write("mine\n", to: "\(side)/code")
            #expect(try await platform.asUser("snapshot", "restore", "1", "--to", side).kind == "restore-occupied")
            #expect(try FileManager.default.contentsOfDirectory(atPath: side) == ["code"])
        }
    }
}
