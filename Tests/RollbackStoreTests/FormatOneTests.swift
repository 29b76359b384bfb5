import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

/// The files in `Fixtures/format-1` were written by the first version and are never written again: every later
/// version reads them as they are (docs/formats.md).
struct FormatOneTests {
    static let folder = #filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/Fixtures/format-1"
    private let state = StateDirectory(path: FormatOneTests.folder)

    @Test func theVersionIsAccepted() throws {
        try state.check()
        #expect(try names(Self.folder) == ["pin.json", "plans", "runs", "services", "version.json"])
    }

    @Test func theJournalIsWholeAndSaysWhatItSaid() throws {
        let run = try #require(try state.newest())
        #expect(run.run == FormatOne.header.run)
        #expect(run.contents.entries == FormatOne.entries)
        #expect(run.contents.records.map(\.time) == FormatOne.entries.map { _ in FormatOne.time })
        #expect(!run.contents.torn)
        #expect(run.state.end == FormatOne.end)
        #expect(run.state["code/swap"].output?["branch"] == .string("rollback/run-7"))
        #expect(run.state["restart/web"].word == "undone")
    }

    @Test func theEventsAreAllRead() throws {
        #expect(try EventLog.read(state.eventsPath(RunID(7))).events == FormatOne.events)
    }

    @Test func pinPlanAndServiceAreRead() throws {
        #expect(try PinFile(state).read() == FormatOne.pin)
        let saved = try SavedPlans(state).find("0123abcd")
        #expect(saved.plan == FormatOne.plan && saved.digest.rawValue.count == 64)
        #expect(try ServiceMemoryFiles(state).recall("web") == FormatOne.service)
    }
}
