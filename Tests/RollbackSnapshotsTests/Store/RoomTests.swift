import Foundation
import RollbackCore
import Testing

@testable import RollbackSnapshots

/// What stays free on the store's disk.
struct RoomTests {
    @Test func aSnapshotThatWouldTakeTheReserveLeavesNothing() throws {
        let place = try StorePlace()
        try place.snapshot(["a": Array("before".utf8)])
        let files = try place.files()
        var random = Seeded(7)
        let bytes = random.bytes(3 << 20)
        let writer = try place.open().writer()
        writer.reserve = 1 << 60
        let failure = #expect(throws: Failure.self) { try writer.stream(bytes, named: "b") }
        guard case .snapshot(.roomKept(_, _, 1 << 60)) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(throws: Failure.snapshot(.poisoned(path: place.path))) { try writer.stream([1], named: "c") }
        #expect(try place.files() == files)
    }

    @Test func whatIsThereAlreadyNeedsNoRoom() throws {
        let place = try StorePlace()
        try place.snapshot(["a": Array("before".utf8)])
        let writer = try place.open().writer()
        writer.reserve = 1 << 60
        let part = try writer.stream(Array("before".utf8), named: "a")
        #expect(part.blobs.count == 1)
    }
}
