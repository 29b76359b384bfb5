import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// Whoever has the key can write any listing: none leads out of its folder.
struct HostileListingTests {
    private static let facts = EntryFacts(
        mode: 0o755, user: 0, group: 0, size: 0, modified: .never, changed: .never, device: 1, inode: 1)

    private static func entry(_ path: String, _ kind: TreeEntry.Kind = .file, to target: String = "") -> TreeEntry {
        TreeEntry(path: Array(path.utf8), kind: kind, facts: facts, target: Array(target.utf8))
    }

    private static let root = entry("", .folder)

    private static func holes(_ holes: [(Int, Int)], size: Int) -> TreeEntry {
        var entry = entry("a")
        entry.facts.size = size
        entry.holes = holes.map { FileHole(offset: $0.0, length: $0.1) }
        return entry
    }

    static let cases: [([TreeEntry], ListingFault)] = [
        ([], .root), ([entry("a")], .root), ([entry("", .file)], .root),
        ([root, entry("/etc")], .path), ([root, entry("..")], .path), ([root, entry("../x")], .path),
        ([root, entry("a", .folder), entry("a/../../x")], .path), ([root, entry("a", .folder), entry("a//b")], .path),
        ([root, entry("a/")], .path), ([root, entry(".")], .path), ([root, entry("a\0b")], .path),
        ([root, entry(String(repeating: "n", count: 256))], .path), ([root, root], .path),
        ([root, entry("a"), entry("a")], .order), ([root, entry("b"), entry("a")], .order),
        ([root, entry("a/b")], .parent), ([root, entry("a"), entry("a/b")], .parent),
        ([root, entry("a", .link, to: "/etc"), entry("a/passwd")], .parent),
        ([root, entry("a", .fifo), entry("a/b", .folder)], .parent),
        ([root, entry("a", .link)], .link), ([root, entry("a", .link, to: "x\0y")], .link),
        ([root, entry("a", .hardLink, to: "/etc/passwd")], .link),
        ([root, entry("a", .hardLink, to: "b"), entry("b")], .link),
        ([root, entry("a", .folder), entry("b", .hardLink, to: "a")], .link),
        ([root, entry("a", .file, to: "x")], .link),
        ([root, holes([(0, 5)], size: 4)], .holes), ([root, holes([(2, 2), (1, 1)], size: 4)], .holes),
        ([root, holes([(.max, .max)], size: 4)], .holes), ([root, holes([], size: 4)], .size),
    ]

    @Test(arguments: cases.indices) func isRefused(number: Int) {
        let (entries, fault) = Self.cases[number]
        #expect {
            try ListingRules.check(entries) { _ in 0 }
        } throws: {
            if case Failure.snapshot(.hostile(_, fault)) = $0 { true } else { false }
        }
    }

    @Test func nothingIsWrittenForOne() throws {
        let place = try TreePlace()
        try Self.keep([Self.root, Self.entry("a", .link, to: "/etc"), Self.entry("a/passwd")], in: place.store)
        #expect(throws: Failure.snapshot(.hostile(entry: "a/passwd", .parent))) { try place.restore() }
        #expect(try FileCall.names(in: place.store.folder.path) == ["store", "tree"])
    }

    private static func keep(_ entries: [TreeEntry], in store: StorePlace) throws {
        let writer = try store.open().writer()
        var listing = ListingWriter()
        for entry in entries { try listing.add(entry) }
        let part = writer.part("code", .tree, bytes: 0, entries: 3, try writer.put(metadata: listing.bytes))
        _ = try writer.finish(SnapshotManifest(parts: [part]))
    }

    /// Every byte string gives entries or an error.
    @Test(arguments: 0..<40) func noBytesTrap(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        var listing = ListingWriter()
        for entry in [Self.root, Self.entry("a", .folder), Self.entry("a/b", .link, to: "c")] { try listing.add(entry) }
        for _ in 0..<200 {
            var bytes = listing.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0..<20, using: &random))
            guard let entries = try? ListingReader.entries(bytes, path: "x") else { continue }
            _ = try? ListingRules.check(entries) { _ in 0 }
        }
    }
}
