import Foundation
import Testing

/// The report of a run, for whoever comes next.
struct ReportTests {
    @Test func itTellsWhatHappened() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            try await platform.configure(
                [service],
                extra: [
                    "contacts": [["name": "Operations", "how": "+49 30 1234567"]],
                    "dashboards": ["https://dashboard.example/platform"],
                ])
            let result = try await platform.lastgood(
                "rollback", "--auto-confirm", "--actor", "kim", "--reason", "login <fails>")
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("Report: \(platform.root)/rollback/logs/run-1.html"))
            let (markdown, html) = (platform.text("rollback/logs/run-1.md"), platform.text("rollback/logs/run-1.html"))
            for report in [markdown, html] {
                for word in [
                    "kim", "Release 1.0", "Release 1.1", "healthy", "restart/web", "swap/code", "web/health",
                    "serving release failing", "Operations", "+49 30 1234567", "https://dashboard.example/platform",
                    "lastgood undo", "500",
                ] { #expect(report.contains(word), "\(word) is missing") }
            }
            #expect(html.contains("login &lt;fails&gt;"))
            #expect(!html.contains("<script src") && !html.contains("login <fails>"))
        }
    }

    /// A checkout that knows nothing of lastgood gets no new files.
    @Test func onDayOneItIsKeptApart() async throws {
        try await AcceptancePlatform.with { platform in
            let result = try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm")
            #expect(result.status == 0, "\(result.everything)")
            #expect(Folders.text("\(platform.stateFolder)/runs/1/run-1.md").contains("Release 1.0"))
            #expect(try await platform.git("status", "--porcelain") == "")
        }
    }

    @Test func aFailureNamesTheContacts() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure(
                [.web()], extra: ["contacts": ["@owner on the chat"], "dashboards": ["https://dashboard.example"]])
            let result = try await platform.lastgood("rollback", "--commit", "nothing", "--auto-confirm")
            #expect(result.errors.contains("@owner on the chat\n"), "\(result.errors)")
            #expect(result.errors.contains("https://dashboard.example"))
        }
    }
}
