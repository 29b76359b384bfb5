import Foundation
import Testing

/// `lastgood report`: where it is, or what it says.
struct ReportCommandTests {
    private let back = ["rollback", "--commit", "main~1", "--auto-confirm", "--reason", "login fails"]

    @Test func itNamesTheNewestRunsReport() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await platform.start(back).end().status == 0)
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await platform.start(back).end().status == 0)
            let logs = "\(platform.root)/rollback/logs"
            #expect(try await platform.lastgood("report").output == "\(logs)/run-2.html\n")
            #expect(try await platform.lastgood("report", "run-1").output == "\(logs)/run-1.html\n")
            let json = try await platform.json("report", "1")
            let line = try #require(json.all("report").first)
            #expect(json.exit != nil && line["path"] as? String == "\(logs)/run-1.html")
            #expect(line["outcome"] as? String == "cancelled" && line["undone"] as? Bool == true)
        }
    }

    @Test func itIsMadeAnewInEachForm() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await platform.start(back).end().status == 0)
            let markdown = try await platform.lastgood("report", "--format", "markdown")
            #expect(markdown.output == platform.text("rollback/logs/run-1.md"))
            let html = try await platform.lastgood("report", "run-1", "--format", "html")
            #expect(html.output == platform.text("rollback/logs/run-1.html"))
            let text = try await platform.lastgood("report", "--format", "text")
            for words in [
                "Rollback run-1 of \(platform.root)", "degraded: ", "login fails", "swap/code: done", "Timeline",
            ] {
                #expect(text.output.contains(words), "\(words): \(text.everything)")
            }
            let json = try await platform.json("report", "--format", "text")
            #expect(json.all("report").first?["contents"] as? String == text.output)
        }
    }

    /// Old reports are tidied away; what they were made from is there for longer.
    @Test func aReportThatWasRemovedIsSaidToBeGone() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await platform.start(back).end().status == 0)
            Folders.remove("\(platform.root)/rollback/logs")
            let gone = try await platform.lastgood("report")
            #expect(
                gone.status == 1 && gone.output.contains("\n  lastgood report run-1 --format text\n"), "\(gone.output)")
            let json = try await platform.json("report")
            #expect(json.exit?["next"] as? [String] == ["lastgood report run-1 --format text"])
            #expect(json.all("report").first?["path"] is NSNull)
            #expect(try await platform.lastgood("report", "run-1", "--format", "text").output.contains("swap/code"))
        }
    }

    /// Its events may be lost: the journal tells from where to where, and how it ended.
    @Test func withoutEventsTheJournalTells() async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await platform.start(back).end().status == 0)
            Folders.remove("\(platform.stateFolder)/runs/1/events.jsonl")
            let text = try await platform.lastgood("report", "--format", "text")
            #expect(text.status == 0 && text.output.contains("degraded: "), "\(text.everything)")
            #expect(text.output.contains(try await platform.good()))
        }
    }

    @Test func whatIsNotThereIsRefused() async throws {
        try await AcceptancePlatform.with { platform in
            let none = try await platform.lastgood("report")
            #expect(none.firstError == "There is no such run: nothing was ever rolled back here.")
            #expect(none.status == 1)
            #expect(try await platform.start(back).end().status == 0)
            let other = try await platform.lastgood("report", "run-9", "--format", "html")
            #expect(other.firstError == "There is no such run: there is no run-9 on this platform.")
            #expect(other.status == 1)
            #expect(try await platform.lastgood("report", "yesterday").status == 64)
            #expect(try await platform.lastgood("report", "--format", "pdf").status == 64)
        }
    }
}
