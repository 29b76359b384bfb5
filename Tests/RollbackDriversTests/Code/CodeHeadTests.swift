import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Where `HEAD` goes, and back.
struct CodeHeadTests {
    private func place(_ branch: String? = nil) async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1")])
        try await place.commit([.file("a", "2"), .file("b", "2")])
        if let branch { try await place.git("checkout", "-q", "-b", branch) }
        return (place, target)
    }

    /// Removes what the branch was, so that it has its packed value only.
    private func pack(_ place: CodePlace) async throws {
        try await place.git("pack-refs", "--all")
        for folder in ["feature/x", "feature"] { rmdir(place.path(".git/refs/heads/\(folder)")) }
    }

    @Test(arguments: [HeadMove.branch, .commit], ["main", "feature/x/y", "packed/feature", "detached"])
    func movesThereAndBack(_ head: HeadMove, _ start: String) async throws {
        let (place, target) = try await place(start == "main" || start == "detached" ? nil : "feature/x/y")
        if start == "detached" { try await place.git("checkout", "-q", "--detach") }
        if start.hasPrefix("packed") { try await pack(place) }
        let bad = try await place.head()
        let before = try await place.state()
        let run = try await place.run(to: target, head: head)
        try await run.perform()
        #expect(try await place.unlike(target) == "")
        if head == .commit {
            #expect(try await place.git("rev-parse", "HEAD^").trimmed == bad.rawValue)
            #expect(try await place.git("rev-parse", "HEAD^{tree}") == place.git("rev-parse", "\(target)^{tree}"))
            let detached = before["HEAD"]?.hasPrefix("ref: ") == false
            let now = try await place.state()["HEAD"]
            #expect(now?.hasPrefix("ref: ") == !detached)
            #expect(detached || now == before["HEAD"])
        }
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
        #expect(try place.leftovers() == [])
        try await place.git("fsck", "--no-dangling")
    }

    /// On a disk that takes nothing more the swap still counts; `/dev/full` is such a disk.
    @Test func aReflogThatTakesNoLineIsAWarning() async throws {
        let (place, target) = try await place()
        unlink(place.path(".git/logs/HEAD"))
        symlink("/dev/full", place.path(".git/logs/HEAD"))
        let said = DetailCollection()
        try await place.run(to: target).perform(said.progress)
        #expect(try await place.unlike(target) == "")
        #expect(said.words.contains { $0.hasPrefix("not written down: this rollback in git's reflog") })
    }

    @Test func aBranchOfTheRunsNameIsSomebodyElses() async throws {
        let (place, target) = try await place()
        try await place.git("branch", "rollback/run-1")
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-1-2")
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func aBranchCalledRollbackLeavesNoRoom() async throws {
        let (place, target) = try await place()
        try await place.git("branch", "rollback")
        #expect(try await place.refusal(to: target)?.hasPrefix("its branch rollback leaves no room") == true)
        #expect(try await place.refusal(to: target, head: .commit) == nil)
    }

    @Test func aHotfixOnTheNewBranchOutlivesTheUndo() async throws {
        let (place, target) = try await place()
        let run = try await place.run(to: target)
        try await run.perform()
        let fix = try await place.commit([.file("fix", "1")])
        try await run.undo()
        #expect(try await place.git("rev-parse", "rollback/run-1").trimmed == fix.rawValue)
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/main")
    }

    @Test func nothingIsCheckedOutYet() async throws {
        let place = try await CodePlace()
        try place.make([.file("a", "1")])
        let git = try await place.repository()
        await #expect(throws: Failure.self) { _ = try await git.head() }
        #expect(try await git.branch() == "main")
    }

    @Test func eachWorktreeGoesBackByItself() async throws {
        let (place, target) = try await place()
        try await place.git("worktree", "add", "-q", place.path("../other"), "-b", "other")
        try await place.run(to: target).perform()
        let git = try await GitRepository.open(place.scratch.file("other"), RealProcesses.runner())
        let other = try await CodePlace(sharing: place, at: place.scratch.file("other"))
        let before = try await other.state()
        let run = try await other.run(to: target)
        try await run.perform()
        #expect(git.gitFolder != place.path(".git") && git.commonFolder == place.path(".git"))
        #expect(try await other.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-1-2")
        #expect(try await other.unlike(target) == "")
        try await run.undo()
        #expect(try await other.differences(from: before) == [])
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-1")
        #expect(try await place.unlike(target) == "")
    }

    @Test func theReflogTellsPeople() async throws {
        let (place, target) = try await place()
        try await place.run(to: target).perform()
        #expect(try await place.git("reflog", "-1", "--format=%gs").trimmed == "lastgood: run-1 to \(target.short)")
    }
}
