import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct ReleaseFilesTests {
    private let place: StatePlace
    private var state: StateDirectory { place.state }
    private var files: ReleaseFiles { ReleaseFiles(place.state) }
    init() throws { place = try StatePlace() }

    private func draft(_ commit: CommitID, schema: [SchemaHead] = []) -> Release {
        Release(
            number: ReleaseNumber(0), id: "", parts: ReleaseParts(commit: commit, schema: schema),
            recordedAt: Sample.time, actor: "ada", reason: "deployed")
    }

    private func record(_ commit: CommitID) throws -> (release: Release, isNew: Bool) {
        try files.record(draft(commit), program: "0.1.0")
    }

    // MARK: Numbers

    @Test func releasesAreNumberedAndReadBack() throws {
        #expect(try files.numbers() == [] && files.all().isEmpty)
        let first = try record("a"), second = try record("b")
        #expect(first.isNew && second.isNew)
        #expect("\(first.release.number) \(second.release.number)" == "v1 v2")
        #expect(try files.read(ReleaseNumber(2)) == second.release)
        #expect(try files.all().compactMap(\.release) == [second.release, first.release])
        #expect(try files.find(commit: "a") == first.release)
        #expect(try files.find(commit: "c") == nil)
    }

    @Test func equalPartsAreOneRelease() throws {
        let first = try record("a").release
        _ = try record("b")
        var again = draft("a")
        again.actor = "grace"
        again.recordedAt = Sample.time.addingTimeInterval(60)
        let (release, isNew) = try files.record(again, program: "0.1.0")
        #expect(release == first && !isNew)
        #expect(try names(state.releasesPath) == ["1.json", "2.json", "last"])
    }

    @Test func everyPartMakesAnotherRelease() throws {
        let parts = ReleaseParts(commit: "a")
        let others = [
            ReleaseParts(commit: "b"),
            ReleaseParts(commit: "a", dependencies: [DependencySet(ecosystem: "pip", key: "k", locks: [])]),
            ReleaseParts(commit: "a", environment: "e"),
            ReleaseParts(commit: "a", schema: [SchemaHead(folder: "migrations", system: "sql", heads: ["1"])]),
            ReleaseParts(commit: "a", artifacts: ["web": "sha256:1"]),
        ]
        #expect(try Set(([parts] + others).map { try $0.id() }).count == 6)
    }

    @Test func aNumberIsNotGivenAgain() throws {
        _ = try record("a")
        let removed = try record("b").release
        try FileManager.default.removeItem(atPath: files.path(removed.number))
        #expect(try record("c").release.number == ReleaseNumber(3))
        #expect(throws: Failure.release(.unknown("v2", newest: ReleaseNumber(3)))) { try files.read(ReleaseNumber(2)) }
    }

    @Test func twoAtOnceGetTwoNumbers() async throws {
        let commits = (0..<16).map { CommitID("c\($0)") }
        let numbers = try await withThrowingTaskGroup(of: ReleaseNumber.self) { group in
            for commit in commits { group.addTask { try record(commit).release.number } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(numbers).count == 16)
        #expect(try files.numbers().count == 16)
    }

    // MARK: Records that cannot be taken at their word

    private func replaced(_ old: String, _ new: String, in number: ReleaseNumber) throws {
        let text = String(decoding: try bytes(files.path(number)), as: UTF8.self)
        #expect(text.contains(old))
        try put(Data(text.replacing(old, with: new).utf8), files.path(number))
    }

    @Test func anEditedRecordIsNamed() throws {
        let number = try record("aaaa").release.number
        try replaced("\"aaaa\"", "\"bbbb\"", in: number)
        #expect(throws: Failure.release(.edited(number, path: files.path(number)))) { try files.read(number) }
    }

    @Test func aRecordUnderAnotherNumberIsNamed() throws {
        let number = try record("a").release.number
        try put(try bytes(files.path(number)), files.path(ReleaseNumber(9)))
        #expect(throws: Failure.release(.edited(ReleaseNumber(9), path: files.path(ReleaseNumber(9))))) {
            try files.read(ReleaseNumber(9))
        }
    }

    @Test func aHalfWrittenRecordIsNamed() throws {
        let number = try record("a").release.number
        try put(try bytes(files.path(number)).prefix(40), files.path(number))
        #expect(
            throws: Failure.stateUnreadable(
                path: files.path(number), why: "it is not a release that lastgood wrote")
        ) { try files.read(number) }
    }

    @Test func aRecordOfANewerFormatIsRefusedByName() throws {
        let number = try record("a").release.number
        try put(Data(#"{"format":2,"neededBy":"9.0","release":"another thing"}"#.utf8), files.path(number))
        #expect(
            throws: Failure.stateFromNewerVersion(path: files.path(number), version: 2, known: 1, neededBy: "9.0")
        ) { try files.read(number) }
    }

    @Test func oneBadRecordKeepsNoOtherFromBeingFound() throws {
        let good = try record("a").release
        let bad = try record("b").release.number
        try put(Data("{".utf8), files.path(bad))
        try put(Data("x".utf8), "\(state.releasesPath)/last")
        let all = try files.all()
        #expect(all.count == 2 && all.compactMap(\.release) == [good])
        #expect(try record("c").release.number == ReleaseNumber(3))
    }

    @Test(arguments: ["v41", "41"]) func aNumberIsReadAsPrinted(text: String) {
        #expect(ReleaseNumber(text: text) == ReleaseNumber(41))
    }

    @Test(arguments: ["", "v", "v0", "0", "-1", "vv1", "1a", "v1 ", "٣", "99999999999999999999"])
    func whatIsNoNumberIsNone(text: String) { #expect(ReleaseNumber(text: text) == nil) }
}
