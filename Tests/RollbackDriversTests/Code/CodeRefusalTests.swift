import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// What cannot be done rightly is refused in a sentence, by the plan: before anything has happened.
struct CodeRefusalTests {
    private func place() async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("d/x", "1"), .file("e/x", "1")])
        try await place.commit([.file("a", "2")])
        return (place, target)
    }

    private func expectRefusal(_ place: CodePlace, _ target: CommitID, _ sentence: String) async throws {
        let before = try await place.state()
        let why = try await place.refusal(to: target) ?? "not refused"
        #expect(why.contains(sentence), "\(why)")
        #expect(try await place.differences(from: before) == [])
        #expect(!place.exists(".git/lastgood"))
    }

    /// - Parameter command: begins something on the branch `other`, which changes the same file.
    @Test(arguments: [["merge", "other"], ["rebase", "other"], ["cherry-pick", "other"], ["revert", "HEAD~1"]])
    func inTheMiddleOfSomething(_ command: [String]) async throws {
        let (place, target) = try await place()
        try await place.git("checkout", "-q", "-b", "other", target.rawValue)
        try await place.commit([.file("a", "3")])
        try await place.git("checkout", "-q", "main")
        try await place.commit([.file("a", "4")])
        _ = try? await RealProcesses.runner().run(
            Command(["git", "-C", place.root, "-c", "user.name=k", "-c", "user.email=k@k"] + command))
        try await expectRefusal(place, target, "git \(command[0]) --abort")
    }

    @Test func conflictsWithoutAMerge() async throws {
        let (place, target) = try await place()
        try place.make([.file("a", "mine")])
        try await place.git("stash", "-q")
        try await place.commit([.file("a", "theirs")])
        try await place.git("stash", "pop", fails: true)
        try await expectRefusal(place, target, "a has merge conflicts")
    }

    @Test func aSparseCheckout() async throws {
        let (place, target) = try await place()
        try await place.git("sparse-checkout", "set", "d")
        try await expectRefusal(place, target, "git sparse-checkout disable")
        try await place.git("sparse-checkout", "disable")
        #expect(try await place.refusal(to: target) == nil)
    }

    @Test func aCheckoutWithoutLinks() async throws {
        let (place, target) = try await place()
        try await place.git("config", "core.symlinks", "false")
        try await expectRefusal(place, target, "core.symlinks")
    }

    @Test func withoutAnIndex() async throws {
        let (place, target) = try await place()
        unlink(place.path(".git/index"))
        #expect(try await place.refusal(to: target) == "it has no index; make one first: git reset")
    }

    @Test func aNameThatIsNoText() async throws {
        let (place, _) = try await place()
        let blob = try await place.git("hash-object", "-w", "--stdin", input: "x").trimmed
        let tree = try await place.mktree([Data("100644 blob \(blob)\t".utf8) + [0xff, 0xfe]])
        let target = CommitID(try await place.git("commit-tree", "-m", "odd", tree).trimmed)
        try await expectRefusal(place, target, "is not valid UTF-8")
    }

    @Test(arguments: ["index.lock", "HEAD.lock"])
    func whileAnotherGitWorks(_ lock: String) async throws {
        let (place, target) = try await place()
        try place.write(".git/\(lock)", "")
        #expect(try await place.refusal(to: target) == "locked \(place.path(".git/\(lock)")) by nobody")
        let part = { try await place.part(to: target, table: OneGit(root: place.root)) }
        await #expect(throws: Failure.gitLocked(path: place.path(".git/\(lock)"), holder: "git gc (process 77)")) {
            _ = try await part()
        }
    }

    @Test func aSubmoduleThatDiffers() async throws {
        let (place, target) = try await place()
        let inner = try await CodePlace("inner")
        let first = try await inner.commit([.file("f", "1")])
        try await inner.commit([.file("f", "2")])
        try await place.git("submodule", "add", "-q", inner.root, "sm")
        let unchanged = try await place.commit([.file("a", "3")])
        try await place.commit([.file("a", "4")])
        try place.make([.file("sm/f", "edited"), .file("sm/untracked", "x")])
        try await place.run(to: unchanged).perform()
        #expect(place.text("a") == "3" && place.text("sm/f") == "edited")
        try place.make([.file("sm/f", "2")])
        try await place.git("-C", "sm", "checkout", "-q", first.rawValue)
        #expect(try await place.refusal(to: unchanged)?.hasPrefix("the submodule sm differs") == true)
        #expect(try await place.refusal(to: target)?.hasPrefix("the submodule sm differs") == true)
    }

    @Test func filesThatAreElsewhere() async throws {
        let (place, _) = try await place()
        let elsewhere = place.scratch.file("elsewhere")
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        try await place.git("config", "core.worktree", elsewhere)
        do {
            _ = try await place.repository()
            Issue.record("not refused")
        } catch Failure.gitRefused(_, let why) {
            #expect(why.contains("core.worktree"))
        }
    }

    @Test func noRepositoryAtAll() async throws {
        let scratch = try ScratchFolder()
        await #expect(throws: Failure.notARepository(path: scratch.path)) {
            _ = try await GitRepository.open(scratch.path, RealProcesses.runner())
        }
        let place = try await CodePlace()
        let bare = ScriptedProcesses()
        bare.on("git") { _ in throw Failure.commandMissing("git", why: "no such program") }
        await #expect(throws: Failure.commandMissing("git", why: "no such program")) {
            _ = try await GitRepository.open(place.root, bare)
        }
    }
}

extension CodePlace {
    /// A tree of any names, by `git mktree -z`.
    func mktree(_ entries: [Data]) async throws -> String {
        let input = Data(entries.map { $0 + [0] }.joined())
        return try await RealProcesses.runner().require(Command(["git", "-C", root, "mktree", "-z"]), input: input).text
            .trimmed
    }
}

/// A machine on which git works in a folder.
private struct OneGit: ProcessTable {
    let root: String
    func processes() throws -> [ProcessDescription] {
        let identity = ProcessIdentity(id: 77, startTicks: 1, boot: "boot")
        return [
            ProcessDescription(
                identity: identity, parent: 1, group: 77, session: 77, terminal: 0, ended: false,
                arguments: ["git", "gc"])
        ]
    }
    func describe(_ id: Int32) -> ProcessDescription? { nil }
    func setting(of id: Int32) -> ProcessSetting? { nil }
    func workingDirectory(of id: Int32) -> String? { id == 77 ? "\(root)/d" : nil }
    func listeners() throws -> [Listener] { [] }
    func bootID() -> String { "boot" }
}
