import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// A snapshot's tree put over one that is in use.
struct LiveRestoreTests {
    private let place: TreePlace
    private let first: [Portrait]
    private let wanted: [TreeEntry]

    init() throws {
        place = try TreePlace()
        for name in ["a/one", "a/two", "b/c/three", "d", "e"] { try place.write(name, name) }
        link(place.path("a/one"), place.path("z1"))
        symlink("a/one", place.path("l"))
        try place.snapshot()
        wanted = try place.listing()
        first = try Self.names(place)
    }

    /// Without the times of folders: those that nothing differs in but their entries keep the time of the restore.
    private static func names(_ place: TreePlace) throws -> [Portrait] {
        try Portrait.all(place.root).map { portrait in
            var portrait = portrait
            if mode_t(portrait.facts[0]) & S_IFMT == S_IFDIR { (portrait.facts[3], portrait.facts[4]) = (0, 0) }
            return portrait
        }
    }

    /// Everything that a restore can meet.
    private func change() throws {
        try place.write("a/one", "edited")
        unlink(place.path("z1"))
        link(place.path("a/one"), place.path("z1"))
        try FileManager.default.removeItem(atPath: place.path("b"))
        symlink("/nowhere", place.path("b"))
        chmod(place.path("d"), 0o600)
        unlink(place.path("e"))
        mkdir(place.path("e"), 0o755)
        unlink(place.path("l"))
        try place.write("l", "a file now")
        try place.snapshot()
    }

    private func live(_ change: (inout LiveTree) -> Void = { _ in }) throws -> LiveTree {
        var live = LiveTree(root: place.root, now: try place.listing(), isDatabase: { _ in false })
        change(&live)
        return live
    }

    private func over(_ live: LiveTree) throws -> LiveTree.Outcome {
        try place.store.open().reader().restore(wanted, over: live)
    }

    private func inode(_ name: String) -> UInt? { FileCall.facts(place.path(name)).map { UInt($0.st_ino) } }
    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: place.path(name), encoding: .utf8)) ?? ""
    }

    @Test func onlyWhatDiffersIsReplaced() throws {
        try change()
        let untouched = inode("a/two")
        let outcome = try over(live())
        #expect(outcome.left.isEmpty && outcome.restored == 8, "\(outcome)")
        #expect(try Self.names(place) == first)
        #expect(inode("a/two") == untouched)
        try place.snapshot()
        #expect(try over(live()).restored == 0)
    }

    /// At each look, and then once more: every name is the old one or the new one.
    @Test func whatWasStoppedAnywhereIsFinishedByTheSameAgain() throws {
        try change()
        let (before, now) = (Set(try Portrait.all(place.root).map(\.content)), try place.listing())
        let known = before.union(first.map(\.content))
        var (looks, isStopped) = (0, true)
        while isStopped {
            looks += 1
            var left = looks
            let live = LiveTree(
                root: place.root,
                now: looks == 1
                    ? now
                    : try {
                        try place.snapshot(); return try place.listing()
                    }(),
                isDatabase: { _ in false },
                mustStop: {
                    left -= 1
                    return left == 0
                })
            do {
                _ = try over(live)
                isStopped = false
            } catch is CancellationError {
                #expect(try Portrait.all(place.root).allSatisfy { known.contains($0.content) })
                #expect(FileCall.facts(place.path(".lastgood-restore-live")) == nil)
            }
        }
        #expect(looks > 4)
        #expect(try Self.names(place) == first)
    }

    @Test func whatAKillHasLeftIsGoneWithTheNext() throws {
        try change()
        try place.write(".lastgood-restore-live/3", "half a file")
        _ = try over(live())
        #expect(try Self.names(place) == first)
    }

    @Test func aDatabaseAndWhatChangedMeanwhileStay() throws {
        try place.write("d", "a database")
        try place.write("a/two", "kept")
        try place.snapshot()
        let live = try live { $0.isDatabase = { $0 == Array("d".utf8) } }
        try place.write("a/two", "not kept")
        let outcome = try over(live)
        let left = Set(outcome.left.map { "\(String(decoding: $0.path, as: UTF8.self)) \($0.reason)" })
        #expect(left == ["d database", "a/two changed"])
        #expect(text("d") == "a database" && text("a/two") == "not kept")
    }

    @Test func aFolderWithSomethingInItStaysUnlessThatGoes() throws {
        unlink(place.path("e"))
        try place.write("e/mine", "mine")
        try place.snapshot()
        #expect(try over(live()).left.map(\.reason) == [.folder])
        #expect(text("e/mine") == "mine")
        let goes: Set = [Array("e/mine".utf8)]
        let outcome = try over(live { $0.goes = goes })
        #expect(outcome.left.isEmpty && outcome.removed == 1 && text("e") == "e")
    }

    /// A folder that has become a link since leads nowhere.
    @Test func nothingIsWrittenThroughALink() throws {
        try place.write("a/one", "edited")
        try place.snapshot()
        let live = try live()
        let outside = place.store.folder.file("outside")
        try FileManager.default.moveItem(atPath: place.path("a"), toPath: outside)
        symlink(outside, place.path("a"))
        let outcome = try over(live)
        #expect(outcome.left.contains { $0.reason == .changed })
        #expect(try String(contentsOfFile: "\(outside)/one", encoding: .utf8) == "edited")
    }

    @Test func aWholeFolderIsExchangedInOneInstant() throws {
        try change()
        try place.write("data/app.db", "a database")
        try place.snapshot { path, _ in path == Array("data/app.db".utf8) }
        let database = inode("data/app.db")
        let outcome = try place.store.open().reader().restore(wanted, exchanging: live())
        #expect(outcome.left.isEmpty && outcome.notes.isEmpty)
        #expect(inode("data/app.db") == database)
        let aside = try #require(outcome.aside)
        #expect(try String(contentsOfFile: "\(aside)/a/one", encoding: .utf8) == "edited")
        try FileManager.default.removeItem(atPath: place.path("data"))
        #expect(try Self.names(place) == first)
        // What lies aside goes with the next.
        _ = try place.store.open().reader().restore(wanted, exchanging: live())
        #expect(try String(contentsOfFile: "\(aside)/a/one", encoding: .utf8) == "a/one")
    }

    /// A folder that should go keeps what no snapshot has; what else is in it goes.
    @Test func aDatabaseIsNotDroppedWithItsFolder() throws {
        try place.write("data/app.db", "a database")
        try place.write("data/new", "new")
        try place.snapshot { path, _ in path == Array("data/app.db".utf8) }
        let live = try live { $0.goes = [Array("data".utf8), Array("data/new".utf8)] }
        let outcome = try place.store.open().reader().restore(wanted, exchanging: live)
        #expect(outcome.removed == 1)
        #expect(text("data/app.db") == "a database" && text("data/new") == "")
    }

    /// Where the snapshot has a file, a folder with something in it that no snapshot has keeps everything as it is.
    @Test func aDatabaseIsNotDroppedForAFile() throws {
        try FileManager.default.removeItem(atPath: place.path("d"))
        try place.write("d/app.db", "a database")
        try place.snapshot { path, _ in path == Array("d/app.db".utf8) }
        #expect(throws: Failure.self) { try place.store.open().reader().restore(wanted, exchanging: live()) }
        #expect(text("d/app.db") == "a database")
    }

    /// What is there now is compared without a trace of it in the store.
    @Test func aTreeIsComparedAsItIsNow() throws {
        let files = try place.store.files()
        try change()
        let now = try place.store.open().reader().listing(
            now: TreeRequest("code", root: place.root, previous: place.part(), now: place.later))
        #expect(now == (try place.listing()))
        #expect(try place.store.files() != files)
        let kept = try place.store.files()
        try place.write("f", String(repeating: "new", count: 100_000))
        let later = try place.store.open().reader().listing(now: TreeRequest("code", root: place.root))
        #expect(later.contains { $0.path == Array("f".utf8) && $0.facts.size == 300_000 && $0.chunks.count == 1 })
        #expect(try place.store.files() == kept)
    }
}
