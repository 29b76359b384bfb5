import Foundation
import Glibc
import Testing

/// `lastgood snapshot restore` over live files, and `snapshot diff` with what is there now.
struct LiveRestoreTests {
    private func create(_ platform: AcceptancePlatform) async throws {
        let taken = try await platform.asUser("snapshot", "create")
        try #require(taken.exit?["code"] as? Int == 0, "\(taken.finished.everything)")
    }

    private func changes(_ line: [String: Any]?, _ key: String = "changes") -> [String] {
        (line?[key] as? [[String: Any]] ?? []).map { "\($0["change"] ?? "") \($0["path"] ?? "")" }
    }

    @Test func whatDiffersComesBackAndCanBeTakenBack() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("notes/mine.txt", "mine\n")
            try await create(platform)
            try platform.write("app/server.py", "edited\n")
            chmod("\(platform.root)/app/worker.py", 0o600)
            unlink("\(platform.root)/notes/mine.txt")
            try platform.write("notes/new.txt", "new\n")
            let difference = try await platform.asUser("snapshot", "diff", "1").all("snapshot-difference").first
            #expect(difference?["to"] is NSNull)
            let code = changes(difference, "entries").filter { !$0.hasSuffix(" ") && !$0.hasSuffix("notes") }
            #expect(
                code == [
                    "changed app/server.py", "changed app/worker.py", "removed notes/mine.txt", "added notes/new.txt",
                ])
            let asked = try await platform.asUser("snapshot", "restore", "1")
            #expect(asked.kind == "consent-needed" && platform.text("app/server.py") == "edited\n")
            let done = try await platform.asUser("snapshot", "restore", "1", "-y")
            let line = try #require(done.all("snapshot-restored-live").first, "\(done.finished.everything)")
            #expect(line["before"] as? Int == 2 && line["restored"] as? Int == 3 && line["extra"] as? Int == 1)
            #expect(done.exit?["next"] as? [String] == ["lastgood snapshot restore 2"])
            #expect(platform.text("notes/mine.txt") == "mine\n" && platform.text("notes/new.txt") == "new\n")
            #expect(try await platform.git("status", "--porcelain", "--", "app") == "")
            let again = try await platform.startAsUser(["snapshot", "restore", "1", "-y"]).end(within: 2 * patience)
            #expect(
                again.status == 0 && again.output.contains("as it was in snapshot 1 already"), "\(again.everything)")
            #expect(try await platform.asUser("snapshot", "restore", "2", "-y", "--exact").exit?["code"] as? Int == 0)
            #expect(platform.text("app/server.py") == "edited\n")
            #expect(!FileManager.default.fileExists(atPath: "\(platform.root)/notes/mine.txt"))
            let one = try await platform.asUser("snapshot", "restore", "1", "-y", "app/server.py")
            #expect(one.all("snapshot-restored-live").first?["restored"] as? Int == 1, "\(one.finished.everything)")
            #expect(platform.text("app/server.py") != "edited\n")
            #expect(!FileManager.default.fileExists(atPath: "\(platform.root)/notes/mine.txt"))
        }
    }

    /// Also where it has become one since.
    @Test func aDatabaseIsNeverOverwritten() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("data/app.db", "")
            try await create(platform)
            let script = "import sqlite3; c=sqlite3.connect('data/app.db'); c.execute('CREATE TABLE t(x)'); c.commit()"
            #expect(try await Running(["python3", "-c", script], in: platform.root).end().status == 0)
            let bytes = Folders.bytes("\(platform.root)/data/app.db")
            try platform.write("app/server.py", "edited\n")
            let done = try await platform.asUser("snapshot", "restore", "1", "-y")
            #expect(done.exit?["code"] as? Int == 0, "\(done.finished.everything)")
            #expect(platform.text("app/server.py") != "edited\n")
            #expect(Folders.bytes("\(platform.root)/data/app.db") == bytes)
            try await create(platform)
            let named = try await platform.asUser("snapshot", "restore", "3", "-y", "--part", "database.app.db")
            #expect(named.kind == "restore-beside-only", "\(named.finished.everything)")
            #expect(named.failure.contains("a live database is never overwritten"))
            #expect(
                try await platform.asUser("snapshot", "restore", "3", "-y", "--part", "system").kind
                    == "restore-beside-only")
        }
    }

    @Test func aReleasesFolderIsExchanged() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            try await platform.configure([], extra: ["layout": "release_directories"])
            let made = try await platform.asUser("release", "activate", "main", "-y")
            #expect(made.exit?["code"] as? Int == 0, "\(made.finished.everything)")
            try await create(platform)
            let server = platform.text("current/app/server.py")
            try platform.write("current/app/server.py", "edited\n")
            try platform.write("current/uploads/mine", "mine\n")
            let done = try await platform.asUser("snapshot", "restore", "1", "-y")
            let line = try #require(done.all("snapshot-restored-live").first, "\(done.finished.everything)")
            #expect(
                platform.text("current/app/server.py") == server && platform.text("current/uploads/mine") == "mine\n")
            let aside = try #require(line["aside"] as? String)
            #expect(Folders.text("\(aside)/app/server.py") == "edited\n")
            let good = try await platform.good()
            #expect(try await platform.asUser("release", "activate", good, "-y").exit?["code"] as? Int == 0)
            let other = try await platform.asUser("snapshot", "restore", "1", "-y")
            #expect(other.kind == "restore-other-release", "\(other.finished.everything)")
        }
    }
}
