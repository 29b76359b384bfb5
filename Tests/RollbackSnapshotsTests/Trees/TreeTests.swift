import CRollbackSystem
import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import Testing

@testable import RollbackSnapshots

struct TreeTests {
    private let place: TreePlace

    init() throws { place = try TreePlace() }

    @Test func everythingComesBackAsItWas() throws {
        var random = Seeded(31)
        try place.write("a/one.py", "print(1)\n")
        try place.write("a-b", "sorts between a and a/one.py")
        try place.write("run.sh", Array("#!/bin/sh\n".utf8), mode: 0o4755)
        try place.write("large.bin", random.bytes(3 << 20), mode: 0o400)
        try place.write("empty", [])
        symlink("../elsewhere/\u{e9}", place.path("a/link"))
        link(place.path("a/one.py"), place.path("z-hard"))
        mkfifo(place.path("pipe"), 0o640)
        mkdir(place.path("closed"), 0o500)
        _ = setxattr(place.path("empty"), "user.comment", "hello", 5, 0)
        _ = setxattr(place.path("a"), "user.folder", [UInt8](repeating: 0, count: 9), 9, 0)
        try sparse(place.path("sparse"))
        var times = [timespec(tv_sec: 1, tv_nsec: 2), timespec(tv_sec: 1_234_567, tv_nsec: 890)]
        utimensat(AT_FDCWD, place.path("a/link"), &times, AT_SYMLINK_NOFOLLOW)
        utimensat(AT_FDCWD, place.path("a"), &times, 0)
        #expect(try place.snapshot().notes == [])
        #expect(try place.restore() == [])
        #expect(try Portrait.all(place.target) == Portrait.all(place.root))
        #expect(try place.listing().first { $0.text == "sparse" }?.holes.isEmpty == false)
    }

    /// Of links and FIFOs themselves; only root can give them any.
    @Test(.enabled(if: geteuid() == 0)) func attributesOfWhatCannotBeOpened() throws {
        symlink("nowhere", place.path("link"))
        mkfifo(place.path("fifo"), 0o600)
        for name in ["link", "fifo"] { #expect(lsetxattr(place.path(name), "trusted.test", "x", 1, 0) == 0) }
        try place.snapshot()
        #expect(try place.restore() == [])
        for name in ["link", "fifo"] {
            var value = [CChar](repeating: 0, count: 9)
            #expect(lgetxattr("\(place.target)/\(name)", "trusted.test", &value, value.count) == 1, "\(name)")
            #expect(value.first == CChar(UInt8(ascii: "x")))
        }
    }

    private func sparse(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(descriptor) }
        _ = pwrite(descriptor, "begin", 5, 1 << 20)
        _ = pwrite(descriptor, "middle", 6, 5 << 20)
        ftruncate(descriptor, 8 << 20)
    }

    @Test func namesAreBytes() throws {
        let odd: [[UInt8]] = [[255, 254], Array("e\u{301}".utf8), Array("\u{e9}".utf8), [10], Array(" -x".utf8)]
        for (number, name) in odd.enumerated() {
            let descriptor = place.root.withCString { root in
                let folder = open(root, O_RDONLY | O_DIRECTORY)
                defer { close(folder) }
                return openat(folder, CName.of(name), O_WRONLY | O_CREAT, 0o644)
            }
            _ = write(descriptor, [UInt8(number)], 1)
            close(descriptor)
        }
        try place.snapshot()
        let paths = try place.listing().map(\.path)
        #expect(Set(paths) == Set(odd + [[]]))
        try place.restore()
        let restored = try OpenFolder.open(place.target)
        #expect(odd.allSatisfy { restored.facts($0)?.st_size == 1 })
    }

    @Test func theOrderIsThatOfTheBytes() throws {
        for name in ["a/b/c", "a/b-", "a-", "a.x", "a0", "b"] { try place.write(name, name) }
        try place.snapshot()
        let paths = try place.listing().map(\.path)
        #expect(zip(paths, paths.dropFirst()).allSatisfy(ByteOrder.precedes))
        #expect(paths.count == 9)
    }

    @Test func anUnchangedTreeAddsNothingButTheRecord() throws {
        for number in 0..<300 { try place.write("d\(number % 7)/f\(number)", "content \(number)") }
        try place.snapshot()
        let before = try place.store.files()
        let second = try place.snapshot()
        #expect(try place.store.files().count == before.count + 2)
        #expect(second.tally.newBlobs == 0)
        // Only the listing and the manifest went through the store at all.
        let listing = try #require(try place.part()).blobs
        let size = try listing.reduce(0) { try $0 + place.store.open().reader().read($1).count }
        #expect(second.tally.bytes < size + 2000)
    }

    @Test func aChangedFileAddsItselfAlone() throws {
        for number in 0..<50 { try place.write("f\(number)", "content \(number)") }
        try place.snapshot()
        try place.write("f7", "changed!!!")
        let second = try place.snapshot()
        // Itself, and the listing.
        #expect(second.tally.newBlobs == 2)
        try place.restore()
        #expect(try Portrait.all(place.target) == Portrait.all(place.root))
    }

    /// Same size, same time: only the time of the change itself tells.
    @Test func aChangeWithItsTimePutBackIsSeen() throws {
        try place.write("f", "one")
        try place.snapshot()
        let facts = try #require(FileCall.facts(place.path("f")))
        let descriptor = open(place.path("f"), O_WRONLY)
        _ = write(descriptor, "two", 3)
        close(descriptor)
        var times = [facts.st_atim, facts.st_mtim]
        utimensat(AT_FDCWD, place.path("f"), &times, 0)
        try place.snapshot()
        try place.restore()
        #expect(try FileCall.read("\(place.target)/f") == Data("two".utf8))
    }

    @Test func whatChangedJustBeforeIsReadAgain() throws {
        try place.write("f", "content")
        try place.snapshot(now: .now())
        #expect(try place.listing().allSatisfy { $0.facts.changed == .never })
        let again = try place.snapshot(now: .now())
        #expect(again.tally.newBlobs == 0)
        #expect(try place.listing().allSatisfy { $0.facts.changed == .never })
        try place.snapshot()
        #expect(try place.listing().allSatisfy { $0.facts.changed != .never })
    }

    @Test func whatIsExcludedStaysOut() throws {
        for name in ["keep/a", "keep/b.log", "skip/c", "skip/d/e"] { try place.write(name, name) }
        try place.snapshot { path, isFolder in
            isFolder ? path == Array("skip".utf8) : path.suffix(4) == Array(".log".utf8)
        }
        #expect(try place.listing().map(\.text) == ["", "keep", "keep/a"])
    }

    @Test func socketsAreNamed() throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(place.path("s").utf8)
        try #require(path.count < 107)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let result = try place.snapshot()
        #expect(result.notes == [TreeNote(path: Array("s".utf8), what: .special)])
        #expect(try place.part()?.why == "s: a socket or device")
        #expect(try place.listing().count == 1)
    }

    @Test(arguments: 0..<6) func randomTreesComeBack(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        var folders = [""]
        for number in 0..<120 {
            let parent = folders.randomElement(using: &random) ?? ""
            let name = parent + ["a", "b-", "c.", "é", "z"].randomElement(using: &random, or: "x") + "\(number)"
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2:
                try FileCall.makeDirectory(place.path(name), mode: 0o700 | mode_t.random(in: 0...0o77, using: &random))
                folders.append(name + "/")
            case 3: symlink("t\(number)", place.path(name))
            default:
                let size = [0, 1, 700, 5000, 140_000, 600_000].randomElement(using: &random, or: 3)
                try place.write(name, random.bytes(size), mode: 0o400 | mode_t.random(in: 0...0o377, using: &random))
            }
        }
        try place.snapshot()
        try place.restore()
        #expect(try Portrait.all(place.target) == Portrait.all(place.root), "seed \(seed)")
    }
}

extension Array {
    func randomElement(using random: inout Seeded, or other: Element) -> Element {
        randomElement(using: &random) ?? other
    }
}
