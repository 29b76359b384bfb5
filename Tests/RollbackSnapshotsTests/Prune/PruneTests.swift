import Glibc
import RollbackCore
import Testing

@testable import RollbackSnapshots

struct PruneTests {
    private let place: StorePlace
    private var streams: [[String: [UInt8]]] = []

    /// Three snapshots that share something.
    init() throws {
        place = try StorePlace()
        var random = Seeded(61)
        let shared = random.bytes(20_000)
        for _ in 0..<3 {
            streams.append(["shared": shared, "own": random.bytes(100_000)])
            try place.snapshot(streams[streams.count - 1])
        }
    }

    private func expectWhole(_ kept: [Int]) throws {
        let records = try place.open().records().records
        #expect(records.map(\.sequence) == kept)
        for record in records { #expect(try place.streams(of: record) == streams[record.sequence - 1]) }
        let findings = try place.open().reader().verifyEverything()
        #expect(findings == [])
    }

    @Test func whatIsKeptStaysAndTheRestGoes() throws {
        let report = try place.open().prune(keeping: [2, 3])
        #expect(report.snapshots == [1])
        #expect(report.packs == 2)
        #expect(report.bytes > 80_000)
        try expectWhole([2, 3])
        #expect(try place.open().prune(keeping: [2, 3]) == PruneReport(snapshots: [], packs: 0, bytes: 0))
        try place.snapshot(["new": [1]])
    }

    @Test func nothingKeptLeavesNothing() throws {
        _ = try place.open().prune(keeping: [])
        #expect(try place.files().filter { $0.hasPrefix("packs/") || $0.hasPrefix("snapshots/") } == [])
        try place.snapshot(streams[0])
        #expect(try place.streams() == streams[0])
    }

    @Test(arguments: 0...4) func aCrashAfterAnyStepLosesNothing(steps: Int) throws {
        try Self.prune(place, steps: steps)
        try expectWhole(steps < 2 ? [1, 2, 3] : [2, 3])
        try place.snapshot(streams[2])
        _ = try place.open().prune(keeping: [2, 3])
        try expectWhole([2, 3])
    }

    private static func prune(_ place: StorePlace, steps: Int) throws {
        let pruning = try Pruning(place.open(), keeping: [2, 3])
        guard steps > 0 else { return }
        let new = try pruning.rewrite()
        if steps > 1 { try pruning.removeRecords() }
        if steps > 2 { try pruning.publish(new) }
        if steps > 3 { _ = pruning.removeOld() }
    }

    @Test func nothingGoesWhileSomebodyReads() throws {
        let reader = try place.open().reader()
        let before = try place.files()
        #expect(throws: Failure.snapshot(.busy(path: place.path))) { try place.open().prune(keeping: [3]) }
        #expect(try place.files() == before)
        withExtendedLifetime(reader) {}
    }

    @Test func nothingGoesWhenWhatIsKeptIsNotWhole() throws {
        for file in try place.files() where file.hasPrefix("snapshots/0000000002") { try place.replace(file, [1]) }
        let before = try place.files()
        #expect(throws: Failure.self) { try place.open().prune(keeping: [2, 3]) }
        #expect(try place.files() == before)
    }
}
