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
        #expect(
            try names(Self.folder)
                == ["environments", "pin.json", "plans", "releases", "runs", "services", "version.json"])
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

    @Test func theReleaseIsReadAndItsNumberCounts() throws {
        let files = ReleaseFiles(state)
        #expect(try files.read(ReleaseNumber(41)) == FormatOne.release)
        #expect(try files.numbers() == [ReleaseNumber(41)])
        #expect(try files.find(FormatOne.release.id) == FormatOne.release)
    }

    /// It was sealed by another program than this one, from what docs/formats.md says.
    @Test func theEnvironmentIsOpenedWithItsKey() throws {
        let scratch = try ScratchFolder()
        let key = KeyFile(path: scratch.file("key"))
        try put(Data(0..<32), key.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let sealed = SealedEnvironment(state, key: key)
        let digest = try #require(FormatOne.release.parts.environment)
        #expect(try sealed.open(digest) == FormatOne.environment)
        #expect(try sealed.summary(of: FormatOne.environment) == FormatOne.release.environment)
    }

    @Test func pinPlanAndServiceAreRead() throws {
        #expect(try PinFile(state).read() == FormatOne.pin)
        let saved = try SavedPlans(state).find("0123abcd")
        #expect(saved.plan == FormatOne.plan && saved.digest.rawValue.count == 64)
        #expect(try ServiceMemoryFiles(state).recall("web") == FormatOne.service)
    }
}
