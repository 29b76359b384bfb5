import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

struct FileCallTests {
    private let folder: ScratchFolder
    private var path: String { folder.file("file") }
    init() throws { folder = try ScratchFolder() }

    private func write(_ text: String, durable: Bool = true) throws {
        try AtomicFile.write(Data(text.utf8), to: path, durable: durable)
    }

    @Test(arguments: [true, false])
    func aFileIsReplacedAndNothingElseIsLeft(durable: Bool) throws {
        try write("one", durable: durable)
        try write("two", durable: durable)
        #expect(try FileCall.read(path) == Data("two".utf8))
        #expect(try FileCall.names(in: folder.path) == ["file"])
        #expect(FileCall.facts(path)?.st_mode == S_IFREG | 0o600)
    }

    /// Who has the old file open reads the old one to its end.
    @Test func readersSeeTheOldOrTheNew() throws {
        try write("old")
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        try write("new and longer")
        var buffer = [UInt8](repeating: 0, count: 20)
        #expect(read(descriptor, &buffer, 20) == 3)
    }

    @Test func aFailureLeavesTheOldFileAndNoOther() throws {
        try FileCall.makeDirectory(folder.file("file/in the way"))
        #expect(throws: Failure.self) { try write("new") }
        #expect(try FileCall.names(in: folder.path) == ["file"])
        #expect(throws: Failure.file(path: folder.file("no/file"), doing: "create", errno: ENOENT)) {
            try AtomicFile.write(Data(), to: folder.file("no/file"))
        }
    }

    /// A link is replaced by the file; what it led to stays.
    @Test func aLinkIsNotWrittenThrough() throws {
        try AtomicFile.write(Data("theirs".utf8), to: folder.file("other"))
        symlink(folder.file("other"), path)
        try write("ours")
        #expect(try FileCall.read(folder.file("other")) == Data("theirs".utf8))
        #expect(FileCall.linkText(path) == nil)
    }

    @Test func errorsNameThePathAndTheCall() throws {
        #expect(try FileCall.read(path) == nil)
        #expect(try FileCall.read(folder.file("file/below")) == nil)
        #expect(throws: Failure.file(path: folder.path, doing: "read", errno: EISDIR)) {
            try FileCall.read(folder.path)
        }
        #expect(try FileCall.names(in: path) == [])
        try write("x")
        #expect(throws: Failure.file(path: path, doing: "list the folder", errno: ENOTDIR)) {
            try FileCall.names(in: path)
        }
    }

    @Test func interruptedCallsAreMadeAgain() throws {
        var calls = 0
        let result = try FileCall.check("path", "call") { () -> Int in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7 && calls == 3)
    }

    @Test func twoNamesAreExchangedAtOnce() throws {
        try write("one")
        try FileCall.makeDirectory(folder.file("other"))
        try FileCall.exchange(path, with: folder.file("other"))
        #expect(FileCall.facts(path).map { $0.st_mode & S_IFMT } == S_IFDIR)
        #expect(try FileCall.read(folder.file("other")) == Data("one".utf8))
        #expect(throws: Failure.self) { try FileCall.exchange(path, with: folder.file("none")) }
    }

    @Test func whereALinkLeads() throws {
        symlink("nowhere", path)
        #expect(FileCall.linkText(path) == "nowhere")
        #expect(FileCall.realPath(path) == nil)
        #expect(FileCall.facts(path).map { $0.st_mode & S_IFMT } == S_IFLNK)
    }

    // MARK: Walking a tree

    @Test func aWalkGoesWhereItIsToldAndFollowsNoLink() throws {
        let place = try TreePlace()
        for name in ["a/b/file", "a/skip/file", "c"] { try place.write(name, "") }
        place.link("a/out", to: folder.path)
        place.link("loop", to: ".")
        var seen: [String] = []
        var folders: [String] = []
        try TreeWalk.walk(
            place.root, enter: { $0 != "a/skip" },
            visit: { path, name, folder in
                #expect(path.hasSuffix(name))
                seen.append(path)
                if folder { folders.append(path) }
            })
        #expect(seen.sorted() == ["a", "a/b", "a/b/file", "a/out", "a/skip", "c", "loop"])
        #expect(folders.sorted() == ["a", "a/b", "a/skip"])
        try TreeWalk.walk(folder.file("missing"), enter: { _ in true }, visit: { _, _, _ in Issue.record() })
    }

    /// A copy has everything of the original, whoever may read it.
    @Test func aCopyHasEverything() throws {
        let place = try TreePlace()
        try place.write("one", "content", mode: 0o2750)
        if geteuid() == 0 { chown(place.path("one"), 12_345, 54_321) }
        chmod(place.path("one"), 0o2750)
        _ = Attributes.set(place.path("one"), "user.note", "mine")
        try FileCopy.copy(place.path("one"), to: place.path("two"))
        var (one, two) = (try Portrait(place.path("one"), name: ""), try Portrait(place.path("two"), name: ""))
        #expect(one == two)
        place.link("link", to: "nowhere")
        try FileCopy.copy(place.path("link"), to: place.path("two"))
        (one, two) = (try Portrait(place.path("link"), name: ""), try Portrait(place.path("two"), name: ""))
        #expect(one == two)
    }
}
