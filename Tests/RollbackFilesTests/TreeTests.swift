import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

/// No name below the root ever leads out of it.
struct TreeTests {
    private let place: TreePlace
    private let outside: ScratchFolder

    init() throws {
        place = try TreePlace()
        outside = try ScratchFolder()
        try AtomicFile.write(Data("theirs".utf8), to: outside.file("file"), durable: false)
        place.link("planted", to: outside.path)
        try place.write("real/file", "ours")
        place.link("real/up", to: "..")
    }

    private var untouched: Bool {
        (try? FileCall.read(outside.file("file"))) == Data("theirs".utf8)
            && (try? FileCall.names(in: outside.path)) == ["file"]
    }

    private func staged() throws -> String {
        let path = place.folder.file("staged")
        try AtomicFile.write(Data("new".utf8), to: path, durable: false)
        return path
    }

    @Test(arguments: ["planted/file", "planted/new", "planted/deep/new", "real/up/real/file"])
    func linksAreNotFollowed(path: String) throws {
        let tree = try Tree(place.root)
        let path = try treePath(path)
        let source = try staged()
        #expect(throws: Failure.self) { try tree.install(source, at: path) }
        #expect(try tree.facts(path) == nil)
        try tree.remove(path)
        try tree.removeFolderIfEmpty(path)
        let store = try place.store()
        let entries = try store.keep([path])
        #expect(entries.map(\.kind) == [.missing])
        try store.setAside(entries[0])
        try store.giveBack(entries)
        #expect(untouched)
        #expect(try place.read("real/file") == "ours")
    }

    /// The folder is swapped for a link between looking and writing: the handle still is the folder.
    @Test func aFolderThatIsSwappedMeanwhileLeadsNowhereElse() throws {
        let tree = try Tree(place.root)
        let folder = try #require(try tree.folder(of: try treePath("real/file")))
        #expect(rename(place.path("real"), place.path("moved")) == 0)
        place.link("real", to: outside.path)
        #expect(folder.facts("file") != nil)
        #expect(throws: Failure.self) { try tree.install(try staged(), at: try treePath("real/file")) }
        #expect(untouched)
    }

    @Test func aLinkItselfIsReplacedAndNotItsTarget() throws {
        let tree = try Tree(place.root)
        place.link("alias", to: "real/file")
        try tree.install(try staged(), at: try treePath("alias"))
        #expect(try place.read("alias") == "new" && place.read("real/file") == "ours")
        try tree.remove(try treePath("planted"))
        #expect(untouched && FileCall.facts(place.path("planted")) == nil)
    }

    @Test func missingFoldersAreMadeLikeTheNearestOne() throws {
        chmod(place.path("real"), 0o750)
        if geteuid() == 0 { chown(place.path("real"), 12_345, 54_321) }
        let tree = try Tree(place.root)
        try tree.install(try staged(), at: try treePath("real/a/b/file"))
        try tree.sync()
        for name in ["real/a", "real/a/b"] {
            let facts = try #require(FileCall.facts(place.path(name)))
            #expect(facts.st_mode & 0o7777 == 0o750)
            #expect(geteuid() != 0 || (facts.st_uid == 12_345 && facts.st_gid == 54_321))
        }
    }

    @Test func aFileInTheWayOfAFolderIsSaid() throws {
        let tree = try Tree(place.root)
        #expect(throws: Failure.self) { try tree.install(try staged(), at: try treePath("real/file/below")) }
        #expect(try place.read("real/file") == "ours")
    }

    @Test func removingWhatIsGoneIsQuietAndFullFoldersStay() throws {
        let tree = try Tree(place.root)
        try tree.remove(try treePath("nothing"))
        try tree.remove(try treePath("no/folder/either"))
        try tree.removeFolderIfEmpty(try treePath("real"))
        #expect(try place.read("real/file") == "ours")
    }
}
