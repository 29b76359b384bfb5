import Foundation
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// Bits and lengths of every file of a small store: what is read is right, or it is not read; and whoever verifies every
/// byte sees it. With PROOF_EVERY_BIT in the environment every one of them; otherwise one bit of each byte, every bit in
/// turn, and every fifth length.
struct EveryBitTests {
    private static let all = ProcessInfo.processInfo.environment["PROOF_EVERY_BIT"] != nil

    private let place: TreePlace
    private let tree: [Portrait]
    private let facts = Data("{\"branch\":\"main\"}".utf8)
    private let record: SnapshotRecord

    init() throws {
        place = try TreePlace()
        try place.write("one", "one\n")
        try place.write("folder/two", [UInt8](repeating: 7, count: 300))
        tree = try Portrait.all(place.root)
        let writer = try place.store.open().writer()
        let code = try writer.put(tree: TreeRequest("code", root: place.root, now: place.later)).part
        record = try writer.finish(
            SnapshotManifest(parts: [
                code, writer.put(facts: facts, named: "git"), writer.stream([9, 9], named: "dump"),
            ]))
    }

    /// Files by their number: they have other names in every store.
    @Test(arguments: 0..<8) func isNoticedOrRepaired(number: Int) throws {
        let files = try place.store.files().filter { $0 != "LOCK" }
        #expect(files.count == 8)
        let file = files[number]
        let whole = try place.store.bytes(file)
        let count = Self.meaningful(file, whole)
        for byte in 0..<count {
            for bit in Self.all ? Array(0..<8) : [byte % 8] {
                var changed = whole
                changed[byte] ^= 1 << UInt8(bit)
                try check(file, changed, "bit \(bit) of byte \(byte)")
            }
        }
        for count in stride(from: 0, to: whole.count, by: Self.all ? 1 : 5) {
            try check(file, Array(whole.prefix(count)), "\(count) bytes")
        }
        try check(file, whole + [0], "a byte more")
    }

    /// The digits of `config` that name the store mean nothing to any other file.
    private static func meaningful(_ file: String, _ bytes: [UInt8]) -> Int {
        guard file == "config" else { return bytes.count }
        let name = Array("\"store\":\"".utf8)
        return (bytes.indices.first { bytes[$0...].starts(with: name) } ?? bytes.count) + name.count
    }

    private func check(_ file: String, _ changed: [UInt8], _ what: String) throws {
        try place.store.replace(file, changed)
        do {
            let reader = try place.store.open().reader()
            try expectRight(reader, "\(file): \(what)")
            #expect(try !reader.verifyEverything().isEmpty, "\(file): \(what)")
        } catch {
            #expect(isDamage(error), "\(file): \(what): \(error)")
            let hasNoCopy = try !file.hasSuffix(".copy") && !place.store.files().contains("\(file).copy")
            #expect(hasNoCopy, "\(file) has a copy")
        }
    }

    private func expectRight(_ reader: SnapshotReader, _ what: String) throws {
        let parts = try reader.manifest(of: reader.record(record.sequence)).parts
        #expect(parts.map(\.name) == ["code", "git", "dump"])
        let entries = try reader.listing(of: parts[0])
        #expect(entries.map { String(decoding: $0.path, as: UTF8.self) } == tree.map(\.path).sorted(), "\(what)")
        for entry in entries where entry.kind == .file {
            let wanted = tree.first { $0.path == String(decoding: entry.path, as: UTF8.self) }?.content
            #expect(try entry.chunks.flatMap(reader.read) == wanted, "\(what)")
        }
        #expect(try reader.facts(parts[1]) == facts, "\(what)")
        #expect(try parts[2].blobs.flatMap(reader.read) == [9, 9], "\(what)")
    }
}
