import Foundation
import Glibc
import Testing

/// The complete snapshot around a rollback and at a release, and what retention leaves of them.
struct RunSnapshotTests {
    private func snapshots(_ platform: AcceptancePlatform) async throws -> [[String: Any]] {
        try await platform.asUser("snapshot", "list").all("snapshot")
    }

    private func part(_ name: String, _ snapshot: [String: Any]) -> [String: Any]? {
        (snapshot["parts"] as? [[String: Any]])?.first { $0["name"] as? String == name }
    }

    private func settings(_ platform: AcceptancePlatform, _ settings: [String: Any]) async throws {
        try await platform.configure([], extra: ["rollback_settings": settings])
    }

    /// After the outcome, with what was overwritten.
    @Test func aRollbackIsFollowedByASnapshotOfEverything() async throws {
        try await AcceptancePlatform.with { platform in
            let back = try await platform.asUser("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(back.exit?["code"] as? Int == 0, "\(back.finished.everything)")
            let types = back.lines.compactMap { $0["type"] as? String }
            let states = back.all("run-snapshot").compactMap { $0["state"] as? String }
            #expect(states.first == "began" && states.last == "taken", "\(states)")
            let ended = try #require(types.firstIndex(of: "end"))
            #expect(try #require(types.firstIndex(of: "run-snapshot")) > ended)
            let taken = try #require(try await snapshots(platform).first)
            #expect(taken["reason"] as? String == "after run-1")
            let side = "\(platform.notes)/side"
            let restored = try await platform.asUser("snapshot", "restore", "1", "--to", side)
            #expect(restored.exit?["code"] as? Int == 0, "\(restored.finished.everything)")
            #expect(Folders.text("\(side)/code/app/release") == "good\n")
            let before = Folders.entries("\(side)/before").map { Folders.text("\(side)/before/\($0)") }
            #expect(before.contains("failing\n"), "\(before)")
            let report = try await platform.asUser("report", "run-1", "--format", "text").finished.everything
            #expect(report.contains("snapshot 1 keeps everything"), "\(report)")
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await snapshots(platform).count == 1)
        }
    }

    @Test func noneIsTakenWhereNobodyWantsIt() async throws {
        try await AcceptancePlatform.with { platform in
            try await settings(platform, ["backup_before_rollback": false])
            let back = try await platform.asUser("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(back.exit?["code"] as? Int == 0 && back.all("run-snapshot").isEmpty)
            #expect(try await snapshots(platform).isEmpty)
        }
    }

    /// The report says it, and the outcome stands.
    @Test func itsFailureIsAWarningOnly() async throws {
        try await AcceptancePlatform.with { platform in
            try await settings(platform, ["critical_databases": ["shop"]])
            let back = try await platform.asUser("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(back.exit?["code"] as? Int == 0, "\(back.finished.everything)")
            let said = try #require(back.all("run-snapshot").last)
            #expect(said["state"] as? String == "failed")
            #expect((said["text"] as? String)?.contains("there is no database of that name") == true, "\(said)")
            let report = try #require(back.exit?["report"] as? String)
            #expect(Folders.text(report).contains("there is no snapshot of this moment"))
            #expect(try await snapshots(platform).isEmpty)
        }
    }

    /// Its dump never ends by itself: whoever waits stops it, and the next rollback needs no patience.
    @Test(arguments: [true, false])
    func itGivesWay(toASignal: Bool) async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "DATABASE_URL=postgresql://127.0.0.1/shop\n")
            let (programs, begun) = ("\(platform.notes)/programs", "\(platform.notes)/begun")
            try Folders.write("#!/bin/sh\n: >\(begun)\nexec sleep 1000\n", to: "\(programs)/pg_dump")
            chmod("\(programs)/pg_dump", 0o755)
            let path = "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let first = try platform.startAsUser(
                ["rollback", "--commit", "HEAD~1", "--auto-confirm"], environment: ["PATH": path])
            try #require(try await eventually { FileManager.default.fileExists(atPath: begun) })
            if toASignal {
                first.send(SIGINT)
            } else {
                let second = try await platform.lastgood("undo")
                #expect(second.status == 0, "\(second.everything)")
            }
            let ended = try await first.end(within: 2 * patience)
            #expect(
                ended.status == 0 && ended.output.contains("there is no snapshot of this moment"), "\(ended.everything)"
            )
            #expect(try await snapshots(platform).isEmpty)
        }
    }

    @Test func aRecordedReleaseIsKeptWhole() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.record()
            #expect(try await snapshots(platform).map { $0["reason"] as? String } == ["release v1"])
            try platform.write(".env", "KEY=other\n")
            try await platform.record("--no-snapshot")
            #expect(try await snapshots(platform).count == 1)
        }
    }

    @Test func whatACriticalDatabaseMissesIsNoSnapshot() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "DATABASE_URL=postgresql://127.0.0.1:9/shop\n")
            try await settings(platform, ["critical_databases": ["*"]])
            let taken = try await platform.asUser("snapshot", "create")
            #expect(taken.exit?["code"] as? Int == 1 && taken.kind == "snapshot-critical-database", "\(taken.failure)")
            #expect(taken.failure.contains("the database shop is critical"), "\(taken.failure)")
            #expect(try await snapshots(platform).isEmpty)
        }
    }

    /// By count; the snapshots that something needs stay, and it is said why.
    @Test func oldOnesGoByThemselvesAndWhatIsNeededStays() async throws {
        try await AcceptancePlatform.with { platform in
            let settings: [String: Any] = ["rollback_settings": ["max_backup_count": 3]]
            try await platform.configure([], extra: settings, knownGood: false)
            let good = try await platform.good()
            try await platform.git("checkout", "--quiet", good)
            #expect(try await platform.asUser("known-good", "add").exit?["code"] as? Int == 0)
            try await platform.git("checkout", "--quiet", "main")
            #expect(try await platform.asUser("rollback", "--auto-confirm").exit?["code"] as? Int == 0)
            for _ in 1...5 { #expect(try await platform.asUser("snapshot", "create").exit?["code"] as? Int == 0) }
            let left = try await snapshots(platform).compactMap { $0["sequence"] as? Int }
            #expect(left == [7, 6, 5, 2, 1])
            let trial = try await platform.asUser("snapshot", "prune", "--dry-run").all("snapshots-pruned").first
            let kept = try #require(trial?["kept"] as? [[String: Any]])
            #expect(kept.compactMap { $0["sequence"] as? Int } == [1, 2])
            let reasons = kept.compactMap { $0["why"] as? String }
            #expect(reasons.first?.contains("known good release \(good.prefix(10))") == true, "\(reasons)")
            #expect(reasons.last == "run-1 can be taken back", "\(reasons)")
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await platform.asUser("snapshot", "create").exit?["code"] as? Int == 0)
            #expect(try await snapshots(platform).compactMap { $0["sequence"] as? Int } == [8, 7, 6, 1])
            #expect(try await platform.asUser("snapshot", "verify").exit?["code"] as? Int == 0)
        }
    }
}
