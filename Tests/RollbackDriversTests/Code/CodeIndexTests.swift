import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// What is staged, and the marks that git keeps of files, come back as they were.
struct CodeIndexTests {
    private func check(_ place: CodePlace, to target: CommitID) async throws {
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        #expect(try await place.git("status", "--porcelain", "--untracked-files=no") == "")
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func stagedAndEdited() async throws {
        let place = try await CodePlace()
        let target = try await place.commit(["a", "b", "uncached", "removed"].map { .file($0, "1") })
        try await place.commit([.file("a", "2")])
        try place.make([.file("b", "staged"), .file("new", "staged"), .file("only", "staged"), .file("a", "2 staged")])
        try await place.git("add", "--all")
        try place.make([.file("b", "edited"), .gone("only"), .file("a", "1")])
        try await place.git("rm", "-q", "--cached", "uncached")
        try await place.git("rm", "-q", "removed")
        try place.make([.file("meant", "x")])
        try await place.git("add", "--intent-to-add", "meant")
        try await check(place, to: target)
    }

    @Test func onlyStagedChanges() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        try await place.commit([.file("b", "2")])
        try place.make([.file("a", "staged")])
        try await place.git("add", "a")
        try place.make([.file("a", "1")])
        try await check(place, to: target)
    }

    @Test(arguments: ["--assume-unchanged", "--skip-worktree"])
    func marksComeBack(_ mark: String) async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        try await place.commit([.file("a", "2")])
        try place.make([.file("a", "mine"), .file("b", "mine")])
        try await place.git("update-index", mark, "a", "b")
        try await check(place, to: target)
        #expect(place.text("a") == "mine" && place.text("b") == "mine")
    }

    @Test func aSplitIndexWithAllExtensions() async throws {
        let place = try await CodePlace()
        let target = try await place.commit((0..<40).map { .file("f\($0)", "1") })
        try await place.commit([.file("f1", "2")])
        try await place.git("update-index", "--split-index", "--untracked-cache")
        try place.make([.file("f2", "staged")])
        try await place.git("add", "f2")
        try await check(place, to: target)
    }

    /// `git diff` would take the index's lock for this, and write it.
    @Test func touchedFilesDoNotCountAndPlanningWritesNothing() async throws {
        let place = try await CodePlace()
        let target = try await place.commit((0..<5).map { .file("f\($0)", "1") })
        try await place.commit([.file("f1", "2")])
        for number in 0..<5 { utimes(place.path("f\(number)"), nil) }
        let index = place.path(".git/index")
        let before = FileCall.facts(index)
        let part = try await place.part(to: target)
        #expect(part.paths == ["f1"])
        let now = FileCall.facts(index)
        #expect(before?.st_ino == now?.st_ino && before?.st_mtim.tv_nsec == now?.st_mtim.tv_nsec)
        #expect(try place.leftovers() == [])
    }

    @Test func anUnchangedCheckoutIsThere() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1")])
        #expect(try await place.part(to: target).isThere)
        try place.make([.file("a", "edited")])
        #expect(try await !place.part(to: target).isThere)
    }

    @Test func thePlanChangesWithTheFilesItOverwrites() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        try await place.commit([.file("a", "2")])
        let before = try await place.part(to: target).fingerprint
        #expect(try await place.part(to: target).fingerprint == before)
        try place.make([.file("untracked", "x")])
        #expect(try await place.part(to: target).fingerprint == before)
        try place.make([.file("a", "other")])
        #expect(try await place.part(to: target).fingerprint != before)
    }

    /// The settings can be long; the plan is written, hashed and journaled more than once.
    @Test func thePlanListsTheFilesOnce() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a-file-with-a-long-name", "1")])
        try await place.commit([.file("a-file-with-a-long-name", "2")])
        let steps = try await place.part(to: target).contributions.map(\.step)
        let text = String(decoding: try JSONText.data(steps), as: UTF8.self)
        #expect(text.split(separator: "a-file-with-a-long-name").count == 2)
    }
}
