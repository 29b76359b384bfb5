import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// What a writer leaves that is killed, or has no room, is put in order without anybody's help.
struct SettlingTests {
    private let place: StorePlace

    init() throws {
        place = try StorePlace()
        try place.snapshot(["a": [1, 2, 3]])
    }

    private func loseCopies() throws -> [String] {
        let copies = try place.files().filter { $0.hasSuffix(".copy") }
        for copy in copies { unlink("\(place.path)/\(copy)") }
        return copies
    }

    @Test func copiesThatAreMissingAreMadeBeforeAnybodyVerifies() throws {
        let copies = try loseCopies()
        #expect(copies.count == 3)
        #expect(try !place.open().reader().verifyEverything().isEmpty)
        try place.open().mendCopies()
        #expect(try Set(copies).isSubset(of: place.files()))
        #expect(try place.open().reader().verifyEverything().isEmpty)
    }

    @Test func pruningMakesThemToo() throws {
        let second = try place.snapshot(["a": [4]])
        _ = try loseCopies()
        _ = try place.open().prune(keeping: [second.sequence])
        #expect(try place.open().reader().verifyEverything().isEmpty)
    }

    @Test func nothingIsMendedWhileOthersRead() throws {
        let reader = try place.open().reader()
        #expect(throws: Failure.snapshot(.busy(path: place.path))) { try place.open().mendCopies() }
        withExtendedLifetime(reader) {}
    }

    @Test func draftsAreRemoved() throws {
        let pack = try #require(try place.files().first { $0.hasPrefix("packs/") })
        let folders = ["index", "snapshots", pack.split(separator: "/").dropLast().joined(separator: "/")]
        for folder in folders { try place.replace("\(folder)/.lastgood-1-1.new", [1]) }
        try place.replace("index/notes", [1])
        _ = try place.open().writer()
        #expect(try !place.files().contains { $0.hasSuffix(".new") })
        #expect(try place.files().contains("index/notes"))
    }

    @Test func whereTheCopyCannotBeMadeThereIsNoFirstOne() throws {
        let path = place.folder.file("sealed")
        try FileCall.makeDirectory("\(path).copy/in the way")
        let keys = try place.open().keys
        #expect(throws: Failure.self) { try SealedFile.write([1], .index, number: 1, to: path, keys: keys) }
        #expect(FileCall.facts(path) == nil)
    }
}
