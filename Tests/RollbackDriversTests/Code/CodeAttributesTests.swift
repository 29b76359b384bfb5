import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Files come back as git would have checked them out.
struct CodeAttributesTests {
    /// There, compared byte by byte with what a fresh checkout has, and back.
    private func check(_ place: CodePlace, to target: CommitID) async throws {
        let fresh = place.scratch.file("fresh")
        try await place.git("worktree", "add", "-q", "--detach", fresh, target.rawValue)
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        for path in run.part.paths {
            #expect(try FileCall.read(place.path(path)) == FileCall.read("\(fresh)/\(path)"), "\(path)")
        }
        #expect(try await place.git("status", "--porcelain") == "")
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func lineEndingsIdentAndEncodings() async throws {
        let place = try await CodePlace()
        try place.make([
            .file(".gitattributes", "*.txt text eol=crlf\n*.id ident\n*.u text working-tree-encoding=UTF-16LE\n")
        ])
        try place.write("w.u", Data([0x68, 0, 0xe9, 0, 0x0a, 0]))
        let target = try await place.commit([
            .file("x.txt", "a\r\nb\r\n"), .file("i.id", "$Id$ 1\n"), .file("n.txt", "x\r\n"),
        ])
        try place.write("w.u", Data([0x68, 0, 0xe8, 0, 0x0a, 0]))
        try await place.commit([.file("x.txt", "c\r\n"), .file("i.id", "$Id$ 2\n"), .gone("n.txt")])
        try await check(place, to: target)
    }

    @Test(arguments: ["true", "input"])
    func automaticLineEndings(_ setting: String) async throws {
        let place = try await CodePlace()
        try await place.git("config", "core.autocrlf", setting)
        let target = try await place.commit([.file("x.txt", "a\r\nb\r\n"), .file("y.txt", "a\nb\n")])
        try await place.commit([.file("x.txt", "c\r\n"), .file("y.txt", "c\n")])
        try await check(place, to: target)
    }

    /// The target's own attributes count, not those of the release that goes away.
    @Test func attributesThatChange() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file(".gitattributes", "*.txt text eol=lf\n"), .file("x.txt", "a\nb\n")])
        try await place.commit([.file(".gitattributes", "*.txt text eol=crlf\n"), .file("x.txt", "c\r\n")])
        try await check(place, to: target)
    }

    /// Committed before the attribute was: they cannot come back the way they went, and are no damage.
    @Test func mixedLineEndings() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("x.txt", "a\r\nb\n"), .file("y", "1")])
        try place.make([.file(".gitattributes", "*.txt text eol=crlf\n"), .file("y", "2")])
        try await place.git("add", ".gitattributes", "y")
        let target = try await place.commitStaged()
        try await place.git("rm", "-q", "x.txt")
        try await place.commitStaged()
        try await place.run(to: target).perform()
        #expect(place.text("x.txt") == "a\r\nb\r\n")
    }

    @Test func aDamagedObjectIsNoticedBeforeAnythingHappens() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "x")])
        let name = try await place.git("rev-parse", "HEAD:a").trimmed
        let other = try await place.git("rev-parse", "HEAD:b").trimmed
        try await place.commit([.file("a", "2")])
        let before = try await place.state()
        let run = try await place.run(to: target)
        _ = try await run.capture.perform(.silent)
        func object(_ name: String) -> String { place.path(".git/objects/\(name.prefix(2))/\(name.dropFirst(2))") }
        unlink(object(name))
        link(object(other), object(name))
        await #expect(throws: Failure.self) { _ = try await run.stage.perform(.silent) }
        unlink(object(name))
        await #expect(throws: Failure.self) { _ = try await run.stage.perform(.silent) }
        for step in [run.stage, run.capture] { try await step.undo(nil, .silent) }
        #expect(try await place.differences(from: before) == [])
    }

    @Test func modesAreAsTheFolderSays() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("p/new", "1"), .program("o/s", "1"), .file("p/a", "1")])
        try await place.commit([.gone("p/new"), .gone("o/s"), .file("o/keep", "1"), .file("p/a", "2")])
        for (folder, mode) in [("p", mode_t(0o700)), ("o", 0o777)] { chmod(place.path(folder), mode) }
        chmod(place.path("p/a"), 0o640)
        try await place.run(to: target).perform()
        let modes = ["p/new", "o/s", "p/a"].map { FileCall.facts(place.path($0)).map { $0.st_mode & 0o7777 } }
        #expect(modes == [0o600, 0o775, 0o640])
    }
}
