import FoundationEssentials
import Glibc
import RollbackFiles
import RollbackTestKit
import Testing

/// What is kept comes back: every byte, mode, owner, time, link and attribute.
@Suite(.serialized)
struct EntryStoreTests {
    /// Where the store lies: beside the tree, or on another file system, where nothing can be linked.
    enum Place: CaseIterable {
        case beside, elsewhere
        var parent: String? { self == .beside ? nil : "/dev/shm" }
    }

    static let elsewhereIsPossible: Bool = {
        guard let memory = FileCall.facts("/dev/shm"),
            let here = FileCall.facts(FileManager.default.temporaryDirectory.path)
        else { return false }
        return memory.st_dev != here.st_dev && access("/dev/shm", W_OK) == 0
    }()

    static let places = elsewhereIsPossible ? Place.allCases : [.beside]

    /// A tree with one of everything.
    private func fill(_ place: TreePlace) throws {
        try place.write("app.py", "old\n")
        try place.write("bin/run", "#!/bin/sh\n", mode: 0o4755)
        try place.write("secret", "s", mode: 0o400)
        try place.write("empty", "")
        try place.write("deep/er/file", String(repeating: "x", count: 700_000))
        try place.write("folder/one", "1")
        try place.write("folder/sub/two", "2", mode: 0o600)
        place.link("link", to: "app.py")
        place.link("dangling", to: "no/where")
        _ = Attributes.set(place.path("app.py"), "user.note", "mine")
        var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 123_456_789), timespec(tv_sec: 987_654_321, tv_nsec: 1)]
        for name in ["app.py", "link"] { utimensat(AT_FDCWD, place.path(name), &times, AT_SYMLINK_NOFOLLOW) }
        if geteuid() == 0 { lchown(place.path("bin/run"), 12_345, 54_321) }
        chmod(place.path("bin/run"), 0o4755)
    }

    private let changed = [
        "app.py", "bin", "bin/run", "secret", "empty", "deep", "deep/er", "deep/er/file", "link", "dangling", "folder",
        "folder/one", "folder/sub", "folder/sub/two", "new", "new/folder", "new/folder/file",
    ]

    /// What a release does to it: files replaced, removed, added; kinds changed both ways.
    private func change(_ place: TreePlace, _ store: EntryStore, _ entries: [SavedEntry]) throws {
        let tree = try Tree(place.root)
        func install(_ name: String, _ content: String) throws {
            let staged = place.folder.file("staged")
            try AtomicFile.write(Data(content.utf8), to: staged, durable: false)
            try tree.install(staged, at: try treePath(name))
        }
        for name in ["secret", "empty", "dangling", "deep/er/file"] { try tree.remove(try treePath(name)) }
        for name in ["deep/er", "deep"] { try tree.removeFolderIfEmpty(try treePath(name)) }
        try install("app.py", "new\n")
        try install("link", "a file now")
        try install("new/folder/file", "came with the target")
        for entry in entries where entry.path.text == "folder" { try store.setAside(entry) }
        try install("folder", "a file now")
        try tree.remove(try treePath("bin/run"))
        try install("bin/run/main", "a folder now")
    }

    @Test(arguments: places)
    func everythingComesBackAsItWas(where place: Place) throws {
        let place = try TreePlace(store: place.parent)
        try fill(place)
        let before = try Portrait.all(place.root)
        let store = try place.store()
        // As a release's own list has it: what stands below a folder that is set aside comes back with it.
        let kept = changed.filter { !$0.hasPrefix("folder/") } + ["bin/run/main"]
        let entries = try store.keep(try kept.map { try treePath($0) })
        #expect(try Portrait.all(place.root) == before)
        try change(place, store, entries)
        #expect(try Portrait.all(place.root) != before)
        try place.store().giveBack(entries)
        #expect(try Portrait.all(place.root) == before)
        // Once more, as after a crash right behind it.
        try place.store().giveBack(entries)
        #expect(try Portrait.all(place.root) == before)
    }

    @Test(arguments: places)
    func aFolderWhoseFilesWereRemovedOneByOneComesBack(where place: Place) throws {
        let place = try TreePlace(store: place.parent)
        try fill(place)
        let before = try Portrait.all(place.root)
        let store = try place.store()
        let entries = try store.keep(try treePaths("folder", "folder/one", "folder/sub", "folder/sub/two"))
        let tree = try Tree(place.root)
        for path in try treePaths("folder/one", "folder/sub/two") { try tree.remove(path) }
        for path in try treePaths("folder/sub", "folder") { try tree.removeFolderIfEmpty(path) }
        try place.write("folder", "a file stands there now")
        try store.giveBack(entries)
        #expect(try Portrait.all(place.root) == before)
    }

    /// A second name of the same file keeps it: a hard link is whole again after the way back.
    @Test func hardLinksStayTogether() throws {
        let place = try TreePlace()
        try place.write("one", "shared")
        #expect(link(place.path("one"), place.path("two")) == 0)
        let store = try place.store()
        let entries = try store.keep(try treePaths("one"))
        try place.write("one", "replaced")
        try store.giveBack(entries)
        #expect(FileCall.facts(place.path("one"))?.st_ino == FileCall.facts(place.path("two"))?.st_ino)
    }

    /// Killed at any point of the way back: names left by an earlier attempt are no hindrance.
    @Test func anAttemptCutShortIsNoHindrance() throws {
        let place = try TreePlace()
        try place.write("one", "old")
        let store = try place.store()
        let entries = try store.keep(try treePaths("one"))
        try place.write("one", "new")
        for name in try names(place.storeFolder.path) {
            #expect(link("\(place.storeFolder.path)/\(name)", place.path(".lastgood-back-\(name)")) == 0)
        }
        try store.giveBack(entries)
        #expect(try place.read("one") == "old")
        #expect(try names(place.root) == ["one"])
    }

    @Test func keepingTwiceKeepsWhatIsThereNow() throws {
        let place = try TreePlace()
        try place.write("a", "file")
        let store = try place.store()
        _ = try store.keep(try treePaths("a"))
        unlink(place.path("a"))
        try place.write("a/b", "in a folder")
        let before = try Portrait.all(place.root)
        let entries = try store.keep(try treePaths("a", "a/b"))
        unlink(place.path("a/b"))
        rmdir(place.path("a"))
        try store.giveBack(entries)
        #expect(try Portrait.all(place.root) == before)
    }

    /// The longest name that a file system takes, in letters of three bytes.
    @Test func theLongestNameComesBack() throws {
        let place = try TreePlace()
        let name = String(repeating: "字", count: 85)
        try place.write(String(name.dropLast(4)), "")
        #expect(rename(place.path(String(name.dropLast(4))), place.path(name)) == 0)
        let store = try place.store()
        let entries = try store.keep(try treePaths(name))
        unlink(place.path(name))
        try store.giveBack(entries)
        #expect(try names(place.root) == [name])
    }

    /// What somebody has put beside the target's files stays his.
    @Test func somebodysOwnFileKeepsItsFolder() throws {
        let place = try TreePlace()
        let store = try place.store()
        let entries = try store.keep(try treePaths("new", "new/file"))
        try place.write("new/file", "the target's")
        try place.write("new/mine", "somebody's")
        try store.giveBack(entries)
        #expect(try names(place.path("new")) == ["mine"])
    }

    private func names(_ path: String) throws -> [String] { try FileCall.names(in: path) }
}
