import FoundationEssentials
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

/// What a crash can leave is told from what it cannot.
struct JournalDamageTests {
    private let place: StatePlace
    private let entries = (1...3).map(Sample.entry)
    init() throws { place = try StatePlace() }

    private func read(_ data: Data) throws -> JournalContents? {
        try put(data, place.journal)
        return try JournalReader.read(place.journal)
    }

    private func whole() async throws -> Data {
        try await place.write(entries)
        return try bytes(place.journal)
    }

    /// Cut anywhere within the last frame, everything before it counts.
    @Test func theLastFrameMayBeTornAtEveryByte() async throws {
        let data = try await whole()
        let last = try #require(Frames.of(data).last)
        #expect(last.upperBound == data.count)
        for length in (last.lowerBound + 1)..<data.count {
            let contents = try #require(try read(data.prefix(length)))
            #expect(contents.torn && contents.entries == Array(entries.dropLast()), "cut at \(length)")
            #expect(contents.length == last.lowerBound)
        }
    }

    /// Blocks that were reserved and never written read as zeros; others as what they held.
    @Test(arguments: [UInt8(0), 0x20, 0xFF])
    func garbageBehindTheLastFrameIsATornFrame(byte: UInt8) async throws {
        let data = try await whole()
        for count in [1, 43, 44, 75, 76, 77, 5000] {
            let contents = try #require(try read(data + Data(repeating: byte, count: count)))
            #expect(contents.torn && contents.entries == entries && contents.length == data.count)
        }
    }

    /// A flipped bit is never read as another content: it is refused, or the last frame counts as torn.
    @Test func everyFlippedBitIsNoticed() async throws {
        let data = try await whole()
        let last = try #require(Frames.of(data).last)
        for index in data.indices {
            for bit in 0..<8 {
                var flipped = data
                flipped[index] ^= 1 << bit
                do {
                    let contents = try read(flipped)
                    let noticed = contents.map { $0.torn && $0.entries == Array(entries.dropLast()) } ?? false
                    #expect(noticed && index >= last.lowerBound, "byte \(index), bit \(bit)")
                } catch Failure.journalCorrupt, Failure.stateFromNewerVersion {
                    #expect(index < last.lowerBound, "byte \(index), bit \(bit)")
                }
            }
        }
    }

    @Test func damageBeforeWholeFramesIsRefusedWithItsPlace() async throws {
        var data = try await whole()
        data[Frames.of(data)[1].lowerBound + 50] ^= 1
        #expect(
            throws: Failure.journalCorrupt(
                path: place.journal, sequence: 2, why: "a damaged record stands before whole ones")
        ) { try read(data) }
    }

    /// Whole frames that do not belong there: left out, twice, turned round, or of another journal.
    @Test func framesThatDoNotFollowAreRefused() async throws {
        let data = try await whole()
        let frames = Frames.of(data).map { data[$0] }
        let magic = data.prefix(8)
        for order in [[0, 2], [0, 1, 1], [1, 0, 2], [1], [2, 1, 0]] {
            let forged = order.reduce(Data(magic)) { $0 + frames[$1] }
            #expect(throws: Failure.self, "order \(order)") { try read(forged) }
        }
    }

    @Test func aJournalWhoseEntriesCannotFollowIsRefused() async throws {
        let run = try await place.run([.began(Sample.header), .step("code", .succeeded(.null))])
        #expect(
            throws: Failure.journalCorrupt(
                path: place.state.journalPath(run), sequence: 2, why: "code cannot be succeeded while pending")
        ) { try place.state.read(run) }
    }
}
