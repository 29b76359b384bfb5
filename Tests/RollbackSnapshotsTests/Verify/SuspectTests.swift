import Foundation
import RollbackCore
import RollbackFiles
import Testing

@testable import RollbackSnapshots

/// What was found damaged is not relied upon by the next snapshot.
struct SuspectTests {
    private let bytes: [UInt8] = {
        var random = Seeded(11)
        return random.bytes(3 << 20)
    }()

    private func dataPack(_ place: StorePlace) throws -> String {
        let files = try place.files()
        let packs = files.filter { $0.hasPrefix("packs/") && !$0.hasSuffix(".copy") }
        return try #require(packs.first { !files.contains("\($0).copy") })
    }

    private func damage(_ place: StorePlace) throws {
        let pack = try dataPack(place)
        var content = try place.bytes(pack)
        content[content.count / 2] ^= 1
        try place.replace(pack, content)
    }

    private func put(_ place: StorePlace) throws -> (SnapshotRecord, SnapshotTally) {
        let writer = try place.open().writer()
        let part = try writer.stream(bytes, named: "a")
        let tally = writer.tally
        return (try writer.finish(SnapshotManifest(parts: [part])), tally)
    }

    @Test func whatWasFoundDamagedIsKeptAnew() throws {
        let place = try StorePlace()
        let first = try place.snapshot(["a": bytes])
        try damage(place)
        #expect(throws: Failure.self) { try place.streams(of: first) }
        #expect(try place.open().reader().verifyEverything().count == 1)
        #expect(try place.open().isKnownToBeDamaged)
        let (second, tally) = try put(place)
        #expect(tally.newBytes == bytes.count)
        #expect(try place.streams(of: second) == ["a": bytes])
        // The older one is whole again, too: a blob is read from whichever place is good.
        #expect(try place.streams(of: first) == ["a": bytes])
        #expect(try put(place).1.newBlobs == 0)
        // The damaged pack is no home of anything any more.
        _ = try place.open().prune(keeping: [second.sequence])
        #expect(try place.open().reader().verifyEverything().isEmpty)
        #expect(try place.streams(of: second) == ["a": bytes])
        #expect(try !place.open().isKnownToBeDamaged)
    }

    @Test func aSampleTellsToo() throws {
        let place = try StorePlace()
        try place.snapshot(["a": bytes])
        try damage(place)
        #expect(try place.open().reader().verifySample(oneIn: 1).count == 1)
        #expect(try put(place).1.newBytes == bytes.count)
    }

    @Test func anUnchangedFileIsReadAgain() throws {
        let place = try TreePlace()
        try place.write("big", bytes)
        try place.snapshot()
        try damage(place.store)
        #expect(try place.store.open().reader().verifyEverything().count == 1)
        let again = try place.snapshot()
        #expect(again.tally.newBytes >= bytes.count)
        try place.restore()
        #expect(try Portrait.all(place.target) == Portrait.all(place.root))
    }

    /// Both copies of the listing and the manifest.
    @Test func withoutAListingEverythingIsRead() throws {
        let place = try TreePlace()
        try place.write("big", bytes)
        try place.snapshot()
        for name in try place.store.files() where name.hasPrefix("packs/") {
            let pack = name.hasSuffix(".copy") ? String(name.dropLast(5)) : name
            guard try place.store.files().contains("\(pack).copy") else { continue }
            var content = try place.store.bytes(name)
            content[content.count / 2] ^= 1
            try place.store.replace(name, content)
        }
        let part = try #require(try? SnapshotPart.missingListing(place))
        _ = try place.store.open().reader().verifyEverything()
        let (record, kept) = try {
            let writer = try place.store.open().writer()
            let kept = try writer.put(
                tree: TreeRequest("code", root: place.root, previous: part, now: place.later)
            ).part
            return (try writer.finish(SnapshotManifest(parts: [kept])), kept)
        }()
        let reader = try place.store.open().reader()
        #expect(try reader.manifest(of: record).parts == [kept])
        #expect(try reader.listing(of: kept).count == 2)
    }

    @Test func aFileThatMakesNoSenseMeansNothing() throws {
        let place = try StorePlace()
        try place.snapshot(["a": bytes])
        try AtomicFile.write(Data("what\n\u{0}\nis this".utf8), to: "\(place.path)/suspects")
        #expect(try put(place).1.newBlobs == 0)
    }
}

extension SnapshotPart {
    /// A part of a listing that nobody can read.
    fileprivate static func missingListing(_ place: TreePlace) throws -> SnapshotPart {
        let id = try place.store.open().keys.id(of: UnsafeRawBufferPointer(start: nil, count: 0))
        return SnapshotPart(name: "code", kind: .tree, bytes: 0, entries: 0, digest: id, blobs: [id])
    }
}
