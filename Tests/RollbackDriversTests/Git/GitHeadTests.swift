import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// What lastgood reads from git's files is what git says.
struct GitHeadTests {
    private func agrees(_ place: CodePlace, branch: String?) async throws {
        let git = try await place.repository()
        let said = CommitID(try await place.git("rev-parse", "HEAD").trimmed)
        let head = try #require(GitHead(git))
        #expect(head.commit == said && head.branch == branch)
        #expect(try await git.head() == said)
        #expect(try await git.branch() == branch)
    }

    @Test(arguments: ["sha1", "sha256"])
    func aBranchInAFileOfItsOwnOrPacked(format: String) async throws {
        let place = try await CodePlace(format: format)
        try await place.commit([.file("a", "1")], "first")
        try await agrees(place, branch: "main")
        try await place.git("checkout", "-q", "-b", "feature/x")
        try await place.git("branch", "x")
        try await place.git("pack-refs", "--all")
        try await agrees(place, branch: "feature/x")
        // The file is newer than what is packed.
        try await place.commit([.file("a", "2")], "second")
        try await agrees(place, branch: "feature/x")
    }

    @Test func aDetachedHead() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a", "1")], "first")
        try await place.commit([.file("a", "2")], "second")
        try await place.git("checkout", "-q", "HEAD~1")
        try await agrees(place, branch: nil)
    }

    /// `git symbolic-ref --short` would say `heads/main`, which is no name below `refs/heads/`.
    @Test func aTagOfTheBranchsName() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a", "1")], "first")
        try await place.git("tag", "main")
        try await place.commit([.file("a", "2")], "second")
        let git = try await place.repository()
        #expect(try await git.branch() == "main")
        #expect(try await git.head() == CommitID(place.git("rev-parse", "refs/heads/main").trimmed))
    }

    @Test func aWorktreesOwn() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a", "1")], "first")
        try await place.git("worktree", "add", "-q", "-b", "side", place.scratch.file("side"))
        let side = try await CodePlace(sharing: place, at: place.scratch.file("side"))
        try await side.commit([.file("a", "2")], "second")
        try await agrees(side, branch: "side")
        try await agrees(place, branch: "main")
    }

    @Test func aBranchWithoutACommit() async throws {
        let place = try await CodePlace()
        let git = try await place.repository()
        #expect(GitHead(git)?.commit == nil && GitHead(git)?.branch == "main")
        await #expect(throws: Failure.gitRefused(what: "find what is checked out", why: "HEAD names no commit yet")) {
            try await git.head()
        }
    }

    /// In doubt git is asked: a branch that leads to another one, and a `HEAD` that is a symbolic link.
    @Test func whatIsUnusualIsLeftToGit() async throws {
        let place = try await CodePlace()
        let first = try await place.commit([.file("a", "1")], "first")
        let git = try await place.repository()
        try await place.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
        try place.write(".git/HEAD", "ref: refs/heads/alias\n")
        #expect(GitHead(git)?.commit == nil)
        #expect(try await git.head() == first)
        unlink(place.path(".git/HEAD"))
        symlink("refs/heads/main", place.path(".git/HEAD"))
        #expect(GitHead(git) == nil)
        #expect(try await git.head() == first)
        #expect(try await git.branch() == "main")
    }
}
