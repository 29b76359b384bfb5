import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// Files that are gone, or in another one's place: noticed, or read from the copy. Bits and ends: `EveryBitTests`.
struct DamageTests {
    private let place: StorePlace
    private let streams = ["a": Array("content of a".utf8)]

    init() throws {
        place = try StorePlace()
        try place.snapshot(streams)
    }

    @Test func aFileThatIsGoneComesFromItsCopy() throws {
        for file in try place.files() where file.hasPrefix("index/") || file.hasPrefix("snapshots/") {
            let whole = try place.bytes(file)
            unlink("\(place.path)/\(file)")
            #expect(try place.streams() == streams)
            try place.replace(file, whole)
        }
    }

    @Test func aPackInAnotherOnesPlaceIsNoticed() throws {
        try place.snapshot(["a": Array("other".utf8)])
        let packs = try place.files().filter { $0.hasPrefix("packs/") && !$0.hasSuffix(".copy") }
        let contents = try packs.map { try place.bytes($0) }
        for (pack, bytes) in zip(packs, contents.dropFirst() + contents.prefix(1)) {
            try place.replace(pack, bytes)
            unlink("\(place.path)/\(pack).copy")
        }
        #expect(throws: (any Error).self) { try place.streams() }
    }

    @Test func aRecordUnderAnotherNumberIsNoticed() throws {
        let file = try #require(try place.files().first { $0.hasPrefix("snapshots/") })
        let moved = "snapshots/0000000009-" + file.dropFirst("snapshots/0000000001-".count)
        try place.replace(moved, try place.bytes(file))
        let stored = try place.open().records()
        #expect(stored.records.map(\.sequence) == [1])
        #expect(stored.damaged == [SnapshotFinding(path: "\(place.path)/\(moved)", .place)])
    }

    @Test func segmentsThatChangePlacesAreNoticed() throws {
        let keys = try place.open().keys
        let folder = PackFolder(path: place.folder.file("packs"))
        let writer = try PackWriter(.data, in: folder, keys: keys)
        var random = Seeded(3)
        for _ in 0..<2 {
            var group = BlobGroup(.data)
            let blob = random.bytes(100)
            blob.withUnsafeBytes { group.add(keys.id(of: $0), $0) }
            _ = try writer.write(SegmentBody(group.body(), frame: nil))
        }
        try writer.finish()
        let path = folder.path(of: writer.id)
        let whole = try [UInt8](#require(try FileCall.read(path)))
        let size = (whole.count - 56 - 30) / 2
        let swapped =
            whole[..<56] + whole[(56 + size)..<(56 + 2 * size)] + whole[56..<(56 + size)] + whole[(56 + 2 * size)...]
        try AtomicFile.write(Data(swapped), to: path, durable: false)
        let reader = try PackReader(path, pack: writer.id, keys: keys, decompressor: ZstdDecompressor())
        #expect(throws: Failure.snapshot(.damaged(path: path, .authentication(at: 56)))) {
            try reader.eachSegment { _, _, _ in }
        }
        try AtomicFile.write(Data(whole), to: path, durable: false)
        var count = 0
        try PackReader(path, pack: writer.id, keys: keys, decompressor: ZstdDecompressor()).eachSegment { _, _, _ in
            count += 1
        }
        #expect(count == 2)
    }
}
