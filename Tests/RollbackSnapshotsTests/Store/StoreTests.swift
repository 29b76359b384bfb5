import Crypto
import Foundation
import RollbackCore
import RollbackFiles
import Testing

@testable import RollbackSnapshots

struct StoreTests {
    @Test func whatIsPutComesBack() throws {
        let place = try StorePlace()
        var random = Seeded(7)
        let streams = ["empty": [], "small": Array("hello".utf8), "large": random.bytes(6 << 20)]
        let record = try place.snapshot(streams)
        #expect(try place.streams() == streams)
        #expect(try place.open().records() == StoredRecords(records: [record]))
        #expect(record.sequence == 1)
    }

    @Test func theSameAgainWritesNothingButTheRecord() throws {
        let place = try StorePlace()
        var random = Seeded(8)
        let streams = ["a": random.bytes(3 << 20), "b": random.bytes(1000)]
        try place.snapshot(streams)
        let before = try place.files()
        let record = try place.snapshot(streams)
        let name = "snapshots/0000000002-\(record.id)"
        #expect(try place.files() == (before + [name, name + ".copy"]).sorted())
    }

    @Test func ofEqualBlobsOneIsKept() throws {
        let place = try StorePlace()
        let writer = try place.open().writer()
        let blobs = try (0..<300).map { number in
            try [UInt8](repeating: UInt8(number % 3), count: 1000).withUnsafeBytes { try writer.put($0) }
        }
        #expect(Set(blobs).count == 3)
        #expect(writer.tally == SnapshotTally(bytes: 300_000, newBlobs: 3, newBytes: 3000))
        let contents = try writer.finishPacks()
        #expect(contents.packs.count == 1 && contents.entries.count == 3)
    }

    /// A file may hold the bytes of a listing or of facts: those have a second copy all the same.
    @Test func metadataIsNotTakenFromData() throws {
        let place = try StorePlace()
        let text = Array("{}".utf8)
        try place.snapshot(["a": text])
        let writer = try place.open().writer()
        let blob = try text.withUnsafeBytes { try writer.put($0, .metadata) }
        #expect(writer.tally.newBlobs == 1)
        try writer.publishIndex(try writer.finishPacks())
        let index = try place.open().index.load(place.open().keys)
        #expect(Set(index.places(of: blob).map(\.pack.kind)) == [.data, .metadata])
        #expect(index.home(of: blob, .metadata)?.pack.kind == .metadata)
    }

    @Test(arguments: ["", ".a", "a/b", "é", "a b", String(repeating: "n", count: 101)])
    func namesOfPartsAreNamesOfFiles(name: String) throws {
        let place = try StorePlace()
        #expect(throws: Failure.snapshot(.partName(name))) { try place.snapshot([name: [1]]) }
        try place.snapshot(["a": [1]])
    }

    @Test func packsEndAndAreFound() throws {
        let place = try StorePlace()
        var random = Seeded(9)
        let stream = random.bytes(40 << 20)
        try place.snapshot(["dump": stream])
        let packs = try place.open().index.load(place.open().keys).packs
        #expect(packs.filter { $0.kind == .data }.count == 3)
        #expect(packs.allSatisfy { $0.bytes <= 32 << 20 })
        #expect(try place.streams() == ["dump": stream])
    }

    @Test func manyGenerationsBecomeOne() throws {
        let place = try StorePlace()
        for number in 0..<20 { try place.snapshot(["a": [UInt8(number)]]) }
        #expect(try place.open().index.generations().count <= StoreIndex.mostGenerations + 1)
        for (number, record) in try place.open().records().records.enumerated() {
            #expect(try place.streams(of: record) == ["a": [UInt8(number)]])
        }
    }

    @Test func anotherKeyIsNamed() throws {
        let place = try StorePlace()
        #expect {
            try SnapshotStore.open(place.path, key: SymmetricKey(size: .bits256))
        } throws: {
            if case Failure.snapshot(.otherKey(place.path, _, _)) = $0 { true } else { false }
        }
        #expect(throws: Failure.snapshot(.storeExists(path: place.path))) {
            try SnapshotStore.create(place.path, key: StorePlace.key)
        }
        #expect(throws: Failure.snapshot(.noStore(path: "\(place.path)/x"))) {
            try SnapshotStore.open("\(place.path)/x", key: StorePlace.key)
        }
    }

    @Test func oneWritesOrManyRead() throws {
        let store = try StorePlace()
        let place = try store.open()
        let busy = Failure.snapshot(.busy(path: place.path))
        var readers = [try place.reader(), try place.reader()]
        #expect(throws: busy) { try place.writer() }
        readers = []
        let writer = try place.writer()
        #expect(throws: busy) { try place.reader() }
        #expect(throws: busy) { try place.writer() }
        withExtendedLifetime((readers, writer)) {}
    }

    @Test func factsAndWhatIsMissing() throws {
        let place = try StorePlace()
        let (record, parts) = try Self.facts(place.open().writer())
        let reader = try place.open().reader()
        let manifest = try reader.manifest(of: record)
        #expect(manifest.parts == parts)
        #expect(try reader.facts(manifest.parts[0]) == Data("{}".utf8))
        #expect(throws: Failure.snapshot(.partOfOtherKind("database"))) { try reader.facts(manifest.parts[1]) }
    }

    private static func facts(_ writer: SnapshotWriter) throws -> (SnapshotRecord, [SnapshotPart]) {
        let parts = [
            try writer.put(facts: Data("{}".utf8), named: "host"), writer.missing("database", why: "no pg_dump"),
        ]
        return (try writer.finish(SnapshotManifest(parts: parts)), parts)
    }
}
