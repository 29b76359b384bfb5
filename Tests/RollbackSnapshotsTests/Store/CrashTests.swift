import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import Testing

@testable import RollbackSnapshots

/// A writer may end anywhere. What was kept before stays readable, and the next writer goes on.
struct CrashTests {
    /// The files of a second snapshot, in the order in which they become durable.
    private static func additions(_ place: StorePlace, _ before: Set<String>) throws -> [(String, [UInt8])] {
        let order = ["packs", "index", "snapshots"]
        return try place.files().filter { !before.contains($0) }
            .sorted { left, right in
                func rank(_ file: String) -> Int { order.firstIndex { file.hasPrefix($0) } ?? 0 }
                return (rank(left), left) < (rank(right), right)
            }
            .map { ($0, try place.bytes($0)) }
    }

    @Test func afterEveryFileAndInTheMiddleOfIt() throws {
        let place = try StorePlace()
        let old = ["a": Array("old".utf8)]
        let first = try place.snapshot(old)
        let before = Set(try place.files())
        var random = Seeded(11)
        let new = ["a": random.bytes(1000), "b": random.bytes(300 << 10)]
        try place.snapshot(new)
        let added = try Self.additions(place, before)
        #expect(added.count == 3 + 2 + 2)
        for count in 0..<added.count {
            for part in [0, 1, 60, added[count].1.count - 1] {
                for file in try place.files() where !before.contains(file) { unlink("\(place.path)/\(file)") }
                for (file, bytes) in added.prefix(count) { try place.replace(file, bytes) }
                // Sealed files are renamed into place and never half there.
                let isPack = added[count].0.hasPrefix("packs/")
                if isPack, part > 0 { try place.replace(added[count].0, Array(added[count].1.prefix(part))) }
                #expect(try place.streams(of: first) == old)
                let again = try place.snapshot(new)
                #expect(try place.streams(of: again) == new)
                #expect(try place.streams(of: first) == old)
                try expectNoLeftovers(place)
            }
        }
    }

    private func expectNoLeftovers(_ place: StorePlace) throws {
        let store = try place.open()
        #expect(try Set(store.index.load(store.keys).packs.map(\.id)) == store.packs.packs())
    }

    @Test func aWriterThatNeverFinishesLeavesNoTrace() throws {
        let place = try StorePlace()
        let first = try place.snapshot(["a": [1]])
        do {
            let writer = try place.open().writer()
            var random = Seeded(12)
            _ = try writer.stream(random.bytes(1 << 20), named: "b")
            _ = try writer.finishPacks()
        }
        #expect(try place.open().records().records == [first])
        try place.snapshot(["a": [2]])
        try expectNoLeftovers(place)
    }

    @Test func aWriterFinishesOnce() throws {
        let place = try StorePlace()
        let writer = try place.open().writer()
        _ = try writer.finish(SnapshotManifest(parts: []))
        let spent = Failure.snapshot(.poisoned(path: place.path))
        #expect(throws: spent) { try writer.finish(SnapshotManifest(parts: [])) }
        #expect(throws: spent) { try writer.stream([1], named: "a") }
        #expect(try place.open().records().records.count == 1)
    }

    @Test func aLostIndexIsMadeAnewFromThePacks() throws {
        let place = try StorePlace()
        let streams = ["a": Array("content".utf8)]
        let first = try place.snapshot(streams)
        for file in try place.files() where file.hasPrefix("index/") { unlink("\(place.path)/\(file)") }
        #expect(throws: Failure.self) { try place.streams(of: first) }
        try place.snapshot(["b": [1]])
        #expect(try place.streams(of: first) == streams)
    }

    @Test func nothingIsWrittenOnADamagedIndex() throws {
        let place = try StorePlace()
        try place.snapshot(["a": [1]])
        for file in try place.files() where file.hasPrefix("index/") { try place.replace(file, [1, 2, 3]) }
        let before = try place.files()
        #expect(throws: Failure.self) { try place.snapshot(["b": [1]]) }
        #expect(try place.files() == before)
    }
}
