import FoundationEssentials
import RollbackCore
import RollbackFiles
import Testing

@testable import RollbackSnapshots

/// Whoever has the key can write any record: none makes a reader write elsewhere, or take what is not so.
struct ForgedManifestTests {
    private let place: StorePlace

    init() throws { place = try StorePlace() }

    /// A snapshot with any manifest, past what `finish` checks.
    private func forge(_ manifest: some Encodable, times: Int = 1) throws -> SnapshotRecord {
        let store = try place.open()
        let writer = try store.writer()
        _ = try writer.stream([1, 2, 3], named: "a")
        let blobs = try writer.put(metadata: [UInt8](JSONText.data(manifest)))
        try writer.publishIndex(writer.finishPacks())
        let all = Array(repeating: blobs, count: times).flatMap(\.self)
        let record = SnapshotRecord(sequence: 1, taken: "", reason: "", program: "", manifest: all)
        try store.recordFolder.write(record, keys: store.keys)
        return record
    }

    private func part(_ change: (inout SnapshotPart) -> Void = { _ in }) throws -> SnapshotPart {
        var part = try place.open().writer().stream([1, 2, 3], named: "a")
        change(&part)
        return part
    }

    private func isRefused(_ manifest: some Encodable, times: Int = 1) throws {
        let record = try forge(manifest, times: times)
        let reader = try place.open().reader()
        #expect {
            for part in try reader.manifest(of: record).parts { try reader.write(part, to: -1, path: "nowhere") }
        } throws: {
            if case Failure.snapshot(.damaged) = $0 { true } else { false }
        }
        #expect(try !reader.verifyStructure().isEmpty)
    }

    @Test(arguments: ["../a", "a/b", "..", "", "/etc/a", "a\0", ".a"]) func namesThatLeadElsewhere(name: String) throws
    {
        try isRefused(SnapshotManifest(parts: [part { $0.name = name }]))
    }

    @Test func aNameTwice() throws { try isRefused(SnapshotManifest(parts: [part(), part()])) }

    @Test(arguments: [0, 2, 4, .max, -1]) func anotherLength(bytes: Int) throws {
        try isRefused(SnapshotManifest(parts: [part { $0.bytes = bytes }]))
    }

    @Test func anotherDigest() throws {
        try isRefused(SnapshotManifest(parts: [part { $0.digest = $0.blobs[0] }]))
    }

    @Test func blobsNamedSoOftenThatNoMemoryHoldsThem() throws {
        try isRefused(["padding": String(repeating: "x", count: 200_000)], times: 4000)
    }

    @Test func aListingThatNoMemoryHolds() throws {
        let record = try keepLongListing()
        let reader = try place.open().reader()
        let part = try #require(try reader.manifest(of: record).parts.first)
        let damage = SnapshotDamage.size(try reader.source.size(of: part.blobs), expected: ListingReader.mostBytes)
        #expect(throws: Failure.snapshot(.damaged(path: "listing of code", damage))) { try reader.listing(of: part) }
    }

    private func keepLongListing() throws -> SnapshotRecord {
        let writer = try place.open().writer()
        let blobs = try writer.put(metadata: ListingWriter.magic + [UInt8](repeating: 0, count: 200_000))
        let many = Array(repeating: blobs, count: 6000).flatMap(\.self)
        return try writer.finish(SnapshotManifest(parts: [writer.part("code", .tree, bytes: 0, many)]))
    }
}
