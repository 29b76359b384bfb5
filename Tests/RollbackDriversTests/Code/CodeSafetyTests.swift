import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// A repository that would like to execute something, or to write elsewhere.
struct CodeSafetyTests {
    private func place() async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("x.e", "1")])
        try await place.commit([.file("a", "2")])
        return (place, target)
    }

    private func runAll(_ place: CodePlace, _ target: CommitID) async throws {
        let run = try await place.run(to: target, head: .commit)
        try await run.perform()
        let git = try await place.repository()
        _ = try await CodeCheck(git: git, scope: CodeScope(prefix: ""), expected: CodeExpectation(target: target))
            .measure()
        _ = try await GitCandidates(git, current: try await place.head(), bad: []).list(knownGood: [])
        try await run.undo()
    }

    @Test func nothingOfTheRepositoryIsExecuted() async throws {
        let (place, target) = try await place()
        let mark = place.scratch.file("executed")
        let hooks = [
            "post-checkout", "post-index-change", "reference-transaction", "pre-commit", "post-commit", "post-rewrite",
            "pre-auto-gc", "fsmonitor", "prepare-commit-msg", "commit-msg", "post-merge",
        ]
        for hook in hooks { try place.write(".git/hooks/\(hook)", "#!/bin/sh\ntouch \(mark)\n", mode: 0o755) }
        let settings = [
            "core.fsmonitor": place.path(".git/hooks/fsmonitor"), "core.hooksPath": place.path(".git/hooks"),
            "diff.external": "touch \(mark)", "diff.mine.textconv": "touch \(mark)", "core.pager": "touch \(mark)",
            "gpg.program": "touch \(mark)", "log.showSignature": "true", "commit.gpgSign": "true",
            "core.alternateRefsCommand": "touch \(mark)", "filter.odd.name.clean": "touch \(mark); cat",
            "filter.odd.name.process": "touch \(mark)", "filter.odd.name.required": "true",
        ]
        try place.write(".git/info/attributes", "* diff=mine\n*.e filter=odd.name\n")
        for (key, value) in settings { try await place.git("config", key, value) }
        unlink(mark)
        utimes(place.path("x.e"), nil)
        try await runAll(place, target)
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func filesOfAnotherFilterAreRefused() async throws {
        let (place, _) = try await place()
        let mark = place.scratch.file("executed")
        for side in ["clean", "smudge"] { try await place.git("config", "filter.mine.\(side)", "touch \(mark); cat") }
        let target = try await place.commit([.file(".gitattributes", "*.e filter=mine\n"), .file("x.e", "2")])
        try await place.commit([.file("x.e", "3")])
        unlink(mark)
        #expect(try await place.refusal(to: target) == "x.e goes through the filter mine, which lastgood does not run")
        try await place.commit([.gone(".gitattributes")])
        unlink(mark)
        #expect(try await place.refusal(to: target) == "x.e goes through the filter mine, which lastgood does not run")
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test(arguments: [".git", "..", ".GIT", "."])
    func treesThatLeadElsewhere(_ name: String) async throws {
        let (place, _) = try await place()
        let blob = try await place.git("hash-object", "-w", "--stdin", input: "evil").trimmed
        let inner = try await place.mktree([Data("100644 blob \(blob)\tevil".utf8)])
        let tree = try await place.mktree([Data("040000 tree \(inner)\t\(name)".utf8)])
        let target = CommitID(try await place.git("commit-tree", "-m", "odd", tree).trimmed)
        #expect(try await place.refusal(to: target)?.contains("forbidden path \(name)/evil") == true)
    }

    /// A link of the target's does not lead its other files elsewhere.
    @Test func linksAreNotFollowed() async throws {
        let (place, _) = try await place()
        let outside = place.scratch.file("outside")
        mkdir(outside, 0o755)
        let wider = try await place.commit([.file("d/a", "1")])
        try await place.commit([.gone("d")])
        try place.make([.link("d", outside)])
        let run = try await place.run(to: wider)
        try await run.perform()
        #expect(
            place.text("d/a") == "1" && ((try? FileManager.default.contentsOfDirectory(atPath: outside)) ?? []) == [])
        try await run.undo()
        #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: place.path("d"))) == outside)
    }

    @Test(
        arguments: [
            "--upload-pack=touch x", "-rf", "", "HEAD^{tree}", "HEAD:a", "@{u}", "HEAD..HEAD", "^HEAD", "\n", "no such",
            String(repeating: "0", count: 40), "zzzz",
        ])
    func whatNamesNoCommit(_ text: String) async throws {
        let (place, _) = try await place()
        let git = try await place.repository()
        await #expect(throws: Failure.unknownCommit(text)) { _ = try await git.resolve(text) }
    }

    @Test func aRemoteThatIsAProgramIsNotRun() async throws {
        let (place, _) = try await place()
        let mark = place.scratch.file("executed")
        let clone = try await shallow(place, remote: "ext::sh -c touch% \(mark)")
        let git = try await clone.repository()
        #expect(git.isShallow)
        #expect(try await git.deepen() == false)
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func aShallowCloneIsDeepened() async throws {
        let (place, target) = try await place()
        let clone = try await shallow(place, remote: "file://\(place.root)")
        let git = try await clone.repository()
        await #expect(throws: Failure.unknownCommit(target.rawValue)) { _ = try await git.resolve(target.rawValue) }
        #expect(try await git.deepen())
        #expect(try await git.resolve(target.rawValue) == target)
        #expect(try await place.repository().deepen() == false)
    }

    private func shallow(_ place: CodePlace, remote: String) async throws -> CodePlace {
        let folder = place.scratch.file("clone")
        try await place.git("clone", "-q", "--depth", "1", "file://\(place.root)", folder)
        let clone = try await CodePlace(sharing: place, at: folder)
        try await clone.git("remote", "set-url", "origin", remote)
        return clone
    }
}
