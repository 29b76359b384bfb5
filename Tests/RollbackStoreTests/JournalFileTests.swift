import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct JournalFileTests {
    private let place: StatePlace
    init() throws { place = try StatePlace() }

    private func read() throws -> JournalContents? { try JournalReader.read(place.journal) }

    @Test func whatWasAppendedIsReadBack() async throws {
        let entries: [JournalEntry] = [
            .began(Sample.header), .step("code", .started(attempt: 1)),
            .step("code", .succeeded(.object(["a": .null]))),
            .direction(.backward, asked: true, why: "ä\u{1F680}\0"), .ended(RunEnd(outcome: .healthy)),
        ]
        try await place.write(entries)
        let contents = try #require(try read())
        #expect(contents.entries == entries)
        #expect(contents.records.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(contents.records.allSatisfy { $0.time == Sample.time })
        #expect(!contents.torn)
        #expect(try contents.length == bytes(place.journal).count)
    }

    @Test func nobodyElseMayReadIt() async throws {
        try await place.write([Sample.entry(1)])
        var facts = stat()
        #expect(stat(place.journal, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
    }

    @Test func aJournalIsBegunOnce() async throws {
        try await place.write([Sample.entry(1)])
        #expect(throws: Failure.file(path: place.journal, doing: "create the journal", errno: EEXIST)) {
            _ = try JournalFile.create(place.journal, wallTime: { Sample.time })
        }
    }

    /// Appends that wait at the same time share a frame: each task's own order holds, and none is lost.
    @Test func manyAppendsAtOnceShareFrames() async throws {
        let file = try JournalFile.create(place.journal, wallTime: { Sample.time })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask {
                    for number in 0..<10 {
                        try await file.append(.step(StepName("\(task)"), .started(attempt: number)))
                    }
                }
            }
            try await group.waitForAll()
        }
        let contents = try #require(try read())
        #expect(contents.records.map(\.sequence) == Array(1...500))
        for task in 0..<50 {
            let own = contents.entries.filter { if case .step(StepName("\(task)"), _) = $0 { true } else { false } }
            #expect(own == (0..<10).map { .step(StepName("\(task)"), .started(attempt: $0)) })
        }
        #expect(Frames.of(try bytes(place.journal)).count < 250)
    }

    /// The chain goes on where it was, however often the journal is opened again.
    @Test func reopeningGoesOnWithTheChain() async throws {
        try await place.write([Sample.entry(1)])
        for number in 2...5 {
            let contents = try #require(try read())
            let file = try JournalFile.reopen(place.journal, contents, wallTime: { Sample.time })
            try await file.append(Sample.entry(number))
        }
        #expect(try read()?.entries == (1...5).map(Sample.entry))
    }

    @Test func aTornRecordIsCutOffWhenReopened() async throws {
        try await place.write([Sample.entry(1), Sample.entry(2)])
        try put(try bytes(place.journal).dropLast(3), place.journal)
        let torn = try #require(try read())
        #expect(torn.torn && torn.entries == [Sample.entry(1)])
        let file = try JournalFile.reopen(place.journal, torn, wallTime: { Sample.time })
        try await file.append(Sample.entry(3))
        let contents = try #require(try read())
        #expect(contents.entries == [Sample.entry(1), Sample.entry(3)] && !contents.torn)
    }

    /// Room for closing a run is kept from the beginning, and again when it is reopened.
    @Test func roomIsKeptForAFullDisk() async throws {
        func kept() -> Int {
            var facts = stat()
            return stat(place.journal, &facts) == 0 ? Int(facts.st_blocks) * 512 : 0
        }
        try await place.write([Sample.entry(1)])
        #expect(kept() >= 256 << 10)
        _ = try JournalFile.reopen(place.journal, try #require(try read()), wallTime: { Sample.time })
        #expect(kept() >= 256 << 10)
    }

    @Test func noJournalIsNoRun() throws {
        #expect(try read() == nil)
        for beginning in ["", "LGJR", "LGJRNL01"] {
            try put(Data(beginning.utf8), place.journal)
            #expect(try read() == nil)
        }
    }

    @Test func aNewerVersionIsNamed() throws {
        try put(Data("LGJRNL02 and something else".utf8), place.journal)
        #expect(throws: Failure.stateFromNewerVersion(path: place.journal, version: 2, known: 1, neededBy: nil)) {
            try read()
        }
    }

    @Test func anotherFileIsNoJournal() throws {
        try put(Data("not a journal".utf8), place.journal)
        #expect(throws: Failure.self) { try read() }
    }
}
