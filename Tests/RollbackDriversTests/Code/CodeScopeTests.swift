import RollbackCore
@testable import RollbackDrivers
import Testing

/// A platform that is a folder of a larger repository, and `rollback/`, which is never rolled back.
struct CodeScopeTests {
    @Test(arguments: ["app", "ap[p]", "d/e e/p"], [HeadMove.branch, .commit])
    func onlyTheFolderGoesBack(_ prefix: String, _ head: HeadMove) async throws {
        let place = try await CodePlace()
        let target = try await place.commit(
            [.file("\(prefix)/a", "1"), .file("\(prefix)/gone", "1"), .file("lib/a", "1"), .file("\(prefix)2/a", "1")])
        let bad = try await place.commit(
            [.file("\(prefix)/a", "2"), .gone("\(prefix)/gone"), .file("lib/a", "2"), .file("\(prefix)2/a", "2")])
        try place.make([.file("lib/staged", "1")])
        try await place.git("add", "lib/staged")
        try place.make([.file("lib/a", "edited")])
        let before = try await place.state()
        let run = try await place.run(to: target, prefix: prefix, head: head)
        try await run.perform()
        #expect(place.text("\(prefix)/a") == "1" && place.exists("\(prefix)/gone"))
        #expect(place.text("lib/a") == "edited" && place.text("\(prefix)2/a") == "2")
        let status = try await place.git("status", "--porcelain")
        #expect(status == " M lib/a\nA  lib/staged\n")
        let changed = try await place.git("-c", "core.quotePath=false", "show", "--format=", "--name-status", "HEAD")
        #expect(changed.filter { $0 != "\"" } == "M\t\(prefix)/a\nA\t\(prefix)/gone\n")
        #expect(try await place.git("rev-parse", "HEAD^").trimmed == bad.rawValue)
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test(arguments: [HeadMove.branch, .commit])
    func lastgoodsOwnFolderStays(_ head: HeadMove) async throws {
        let place = try await CodePlace()
        let target = try await place.commit(
            [.file("a", "1"), .file("rollback/config/known-good-commits.json", "old"), .file("sub/rollback/a", "1")])
        try await place.commit(
            [.file("a", "2"), .file("rollback/config/known-good-commits.json", "new"), .file("sub/rollback/a", "2")])
        try place.make([.file("rollback/staged", "1")])
        try await place.git("add", "rollback/staged")
        let before = try await place.state()
        let run = try await place.run(to: target, head: head)
        try await run.perform()
        #expect(place.text("rollback/config/known-good-commits.json") == "new")
        #expect(place.text("a") == "1" && place.text("sub/rollback/a") == "1")
        if head == .commit {
            #expect(try await place.git("show", "--format=", "--name-only", "HEAD") == "a\nsub/rollback/a\n")
        }
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test(
        arguments: [
            ("", "a", true), ("", "rollback", false), ("", "rollback/x", false), ("", "rollbacks", true),
            ("", "sub/rollback/x", true), ("app", "app/a", true), ("app", "apple", false), ("app", "lib/a", false),
            ("app", "app/rollback/x", false), ("app", "app/rollbacks", true), ("e\u{301}", "\u{e9}/a", false),
        ])
    func whatBelongsToAScope(_ prefix: String, _ path: String, _ belongs: Bool) {
        #expect(CodeScope(prefix: prefix).contains(path) == belongs)
    }
}
