import Foundation
import Glibc
import Testing

/// What was done here: `history`, and the log in `rollback/` that anybody may add to.
struct HistoryTests {
    private let back = ["rollback", "--commit", "main~1", "--auto-confirm"]

    private func log(_ platform: AcceptancePlatform) -> [Substring] {
        platform.text("rollback/logs/rollback-history.log").split(separator: "\n")
    }

    @Test func everyRunIsALineTheNewestFirst() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let bad = try await platform.git("rev-parse", "HEAD")
            let good = try await platform.good()
            let who = ["--actor", "kim", "--reason", "login\u{1B}[2J\nfails"]
            #expect(try await platform.start(back + who).end().status == 0)
            #expect(try await platform.lastgood("undo", "--reason", "look").status == 0)
            #expect(try await platform.start(back + ["--actor", "agent:watch"]).end().status == 0)
            let before = try await platform.state
            let text = try await platform.lastgood("history")
            let lines = text.output.split(separator: "\n")
            #expect(text.status == 0 && lines.count == 2, "\(text.everything)")
            let way = "fast  \(bad.prefix(7)) → \(good.prefix(7))"
            #expect(lines.first?.hasPrefix("run-2  ") == true && lines.first?.contains(way) == true)
            #expect(lines.first?.hasSuffix("  agent:watch") == true, "\(lines)")
            #expect(lines.last?.contains("cancelled, undone") == true, "\(lines)")
            #expect(lines.last?.hasSuffix("  kim: login�[2J fails") == true, "\(lines)")
            let json = try await platform.json("history", "--limit", "1")
            let only = try #require(json.all("history").first)
            #expect(json.all("history").count == 1 && json.exit != nil)
            #expect(only["run"] as? String == "run-2" && only["level"] as? String == "fast")
            #expect(only["from"] as? String == bad && only["to"] as? String == good)
            #expect(only["outcome"] as? String == "degraded" && only["undone"] as? Bool == false)
            #expect((only["seconds"] as? Double ?? 0) > 0 && only["reason"] is NSNull)
            #expect(try await platform.state == before)
        }
    }

    /// A line for each end of a run: the run that was taken back has two.
    @Test func theLogTakesALineAtEachEnd() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let (bad, good) = (
                try await platform.git("rev-parse", "--short=7", "HEAD"), try await platform.good().prefix(7)
            )
            try platform.write("rollback/logs/rollback-history.log", "somebody's note, without an end")
            #expect(try await platform.start(back + ["--actor", "kim", "--reason", "login fails"]).end().status == 0)
            #expect(try await platform.lastgood("undo").status == 0)
            let lines = log(platform)
            #expect(lines.count == 3 && lines.first == "somebody's note, without an end", "\(lines)")
            let time = #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /#
            let said = lines.dropFirst().map { $0.replacing(time, with: "TIME ") }
            #expect(said.first == "TIME run-1 degraded \(bad) → \(good) by kim: login fails")
            #expect(said.last == "TIME run-1 cancelled, undone \(bad) → \(good) by kim: login fails")
        }
    }

    @Test func aRunThatIsCutShortIsNotedToo() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let fault = ["LASTGOOD_FAULT": "refuse-from-record=14"]
            let cut = try await platform.start(back, environment: fault).end()
            #expect(cut.status == 13, "\(cut.everything)")
            #expect(log(platform).count == 1 && log(platform).first?.contains(" run-1 interrupted ") == true)
            #expect(try await platform.json("history").all("history").first?["outcome"] as? String == "interrupted")
            #expect(try await platform.lastgood("resume").status == 0)
            #expect(log(platform).last?.contains(" run-1 degraded ") == true, "\(log(platform))")
        }
    }

    /// Nobody is kept from a rollback by what stands where the log should be, nor led elsewhere by it.
    @Test(arguments: [
        "mkdir -p rollback/logs/rollback-history.log", "mkfifo rollback/logs/rollback-history.log",
        "ln -s ../../victim rollback/logs/rollback-history.log",
    ])
    func aLogThatCannotBeWrittenIsAWarning(line: String) async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            let made = try await Running(["sh", "-c", "mkdir -p rollback/logs && \(line)"], in: platform.root).end()
            #expect(made.status == 0)
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("could not be noted in rollback-history.log"), "\(result.output)")
            #expect(access("\(platform.root)/victim", F_OK) != 0)
        }
    }

    @Test func withoutATreeThereIsNoLog() async throws {
        try await AcceptancePlatform.with { platform in
            let none = try await platform.lastgood("history")
            #expect(none.output == "Nothing was ever rolled back here.\n" && none.status == 0)
            #expect(try await platform.start(back).end().status == 0)
            #expect(try await platform.git("status", "--porcelain") == "")
            #expect(try await platform.lastgood("history").output.hasPrefix("run-1  "))
        }
    }

    @Test func aDamagedJournalIsNamedAndHidesNoOther() async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await platform.start(back).end().status == 0)
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await platform.start(back).end().status == 0)
            try platform.write(".git/lastgood/runs/1/journal", "this is no journal at all")
            let journal = "\(platform.stateFolder)/runs/1/journal"
            let text = try await platform.lastgood("history")
            let lines = text.output.split(separator: "\n")
            #expect(text.status == 0 && lines.count == 2 && lines.first?.hasPrefix("run-2  ") == true)
            #expect(lines.last?.hasPrefix("run-1  cannot be read: ") == true, "\(lines)")
            #expect(lines.last?.contains(journal) == true, "\(lines)")
            let last = try await platform.json("history").all("history").last
            #expect(last?["path"] as? String == journal && last?["unreadable"] is String)
        }
    }

    @Test(arguments: ["0", "-3", "many"])
    func aLimitIsANumberFromOneOn(limit: String) async throws {
        try await AcceptancePlatform.with { platform in
            let refused = try await platform.lastgood("history", "--limit=\(limit)")
            #expect(refused.status == 64)
        }
    }
}
