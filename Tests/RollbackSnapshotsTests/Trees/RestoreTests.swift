import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

struct RestoreTests {
    private let place: TreePlace

    init() throws {
        place = try TreePlace()
        for name in ["a/one", "a/two", "b/c/three", "d"] { try place.write(name, name) }
        link(place.path("a/one"), place.path("z1"))
        link(place.path("a/one"), place.path("z2"))
        try place.snapshot()
    }

    private func names(_ path: String) throws -> [String] { try Portrait.all(path).map(\.path) }
    private var beside: [String] { get throws { try FileCall.names(in: place.store.folder.path) } }

    @Test func anEmptyFolderIsReplaced() throws {
        mkdir(place.target, 0o700)
        try place.restore()
        #expect(try Portrait.all(place.target) == Portrait.all(place.root))
        #expect(try beside == ["restored", "store", "tree"])
    }

    @Test func whatStandsThereStays() throws {
        mkdir(place.target, 0o700)
        try AtomicFile.write(Data("mine".utf8), to: "\(place.target)/mine")
        #expect(throws: Failure.snapshot(.occupied(path: place.target))) { try place.restore() }
        #expect(try names(place.target) == ["", "mine"])
        #expect(try beside == ["restored", "store", "tree"])
        try FileManager.default.removeItem(atPath: place.target)
        symlink(place.root, place.target)
        #expect(throws: Failure.snapshot(.occupied(path: place.target))) { try place.restore() }
    }

    @Test func chosenPathsComeWithWhatIsInThem() throws {
        try place.restore(paths: ["b", "z1", "z2", "a/two"])
        #expect(try names(place.target) == ["", "a", "a/two", "b", "b/c", "b/c/three", "z1", "z2"])
        let (one, two) = (FileCall.facts("\(place.target)/z1"), FileCall.facts("\(place.target)/z2"))
        #expect(one?.st_ino == two?.st_ino && one?.st_size == 5)
    }

    @Test func aPathThatIsNotThereIsNamed() throws {
        #expect(throws: Failure.snapshot(.notInSnapshot("a/three"))) { try place.restore(paths: ["a/three"]) }
        #expect(try beside == ["store", "tree"])
    }

    @Test func whatACrashLeftBesideIsRemoved() throws {
        let left = place.store.folder.file(".lastgood-restore-restored")
        mkdir(left, 0o700)
        mkdir("\(left)/x", 0o700)
        try AtomicFile.write(Data(), to: "\(left)/x/y")
        chmod("\(left)/x", 0)
        try place.restore()
        #expect(try beside == ["restored", "store", "tree"])
    }

    @Test func aDamagedBlobLeavesNothingBehind() throws {
        let files = try place.store.files().filter { $0.hasPrefix("packs/") && !$0.hasSuffix(".copy") }
        let copies = Set(try place.store.files())
        let pack = try #require(files.first { !copies.contains("\($0).copy") })
        var bytes = try place.store.bytes(pack)
        bytes[80] ^= 1
        try place.store.replace(pack, bytes)
        #expect(throws: Failure.self) { try place.restore() }
        #expect(try beside == ["store", "tree"])
    }

    @Test func aStreamIsWrittenOut() throws {
        var random = Seeded(41)
        let bytes = random.bytes(2 << 20)
        let record = try place.store.snapshot(["dump": bytes])
        let path = place.store.folder.file("out")
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let reader = try place.store.open().reader()
        try reader.write(try #require(try reader.manifest(of: record).parts.first), to: descriptor, path: path)
        #expect(try FileCall.read(path) == Data(bytes))
    }
}
