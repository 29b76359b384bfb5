import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// The swap, killed at each of its instants: performed again it ends at the target, undone at the start.
struct CodeCrashTests {
    enum Instant: Hashable, Sendable {
        case staged
        /// So many files were put in place.
        case files(Int)
        case indexLocked, indexMoved, branchMade, headLocked, headMoved
    }

    private static let instants: [Instant] = [
        .staged, .files(1), .files(2), .files(3), .indexLocked, .indexMoved, .branchMade, .headLocked, .headMoved,
    ]

    private func place() async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1"), .file("c/d", "1"), .file("x", "1")])
        try await place.commit(
            [.file("a", "2"), .file("b", "2"), .gone("c"), .file("n/e", "2"), .gone("x"), .file("x/y", "2")])
        try place.make([.file("a", "edited")])
        return (place, target)
    }

    /// Does what `CodeSwap.perform` does, up to an instant.
    private func crash(_ run: CodeRun, _ place: CodePlace, at instant: Instant) throws {
        guard instant != .staged else { return }
        let (stage, git) = ("\(run.folder)/stage", place.path(".git"))
        for path in ["n/e", "x/y"] { unlink(place.path(path)) }
        for path in ["n", "x"] { rmdir(place.path(path)) }
        mkdir(place.path("c"), 0o755)
        for (number, path) in ["a", "b", "c/d", "x"].enumerated() {
            if case .files(let count) = instant, number >= count { return }
            rename("\(stage)/files/\(number)", place.path(path))
        }
        let moves: [(Instant, String, String)] = [
            (.indexLocked, "\(stage)/git-index", "\(git)/index.lock"), (.indexMoved, "", "\(git)/index"),
            (.branchMade, "\(stage)/git-branch", "\(git)/refs/heads/rollback/run-1"),
            (.headLocked, "\(stage)/git-head", "\(git)/HEAD.lock"), (.headMoved, "", "\(git)/HEAD"),
        ]
        mkdir("\(git)/refs/heads/rollback", 0o755)
        for (name, from, to) in moves {
            if from.isEmpty { rename("\(to).lock", to) } else { link(from, to) }
            if name == instant { return }
        }
    }

    @Test(arguments: instants)
    func goesOn(_ instant: Instant) async throws {
        let (place, target) = try await place()
        let run = try await place.run(to: target)
        for step in [run.capture, run.stage] { _ = try await step.perform(.silent) }
        try crash(run, place, at: instant)
        #expect(try await run.swap.observe().word == (instant == .headMoved ? "applied" : "not applied"))
        _ = try await run.swap.perform(.silent)
        #expect(try place.leftovers() == [])
        #expect(try await place.unlike(target) == "")
        #expect(try await place.git("symbolic-ref", "HEAD").trimmed == "refs/heads/rollback/run-1")
    }

    @Test(arguments: instants)
    func goesBack(_ instant: Instant) async throws {
        let (place, target) = try await place()
        let before = try await place.state()
        let run = try await place.run(to: target)
        for step in [run.capture, run.stage] { _ = try await step.perform(.silent) }
        try crash(run, place, at: instant)
        try await run.undo()
        #expect(try place.leftovers() == [])
        #expect(try await place.differences(from: before) == [])
    }

    /// Killed on the way back, and undone once more.
    @Test(arguments: [("HEAD", "git-head"), ("index", "git-index")])
    func goesBackFromHalfWayBack(_ file: String, _ kept: String) async throws {
        let (place, target) = try await place()
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.perform()
        link("\(run.folder)/capture/\(kept)", place.path(".git/\(file).lock"))
        try await run.undo()
        #expect(try place.leftovers() == [])
        #expect(try await place.differences(from: before) == [])
    }

    @Test(arguments: ["index.lock", "HEAD.lock", "refs/heads/rollback/run-1.lock"])
    func anothersLockIsNeverTouched(_ lock: String) async throws {
        let (place, target) = try await place()
        let before = try await place.state()
        let run = try await place.run(to: target)
        for step in [run.capture, run.stage] { _ = try await step.perform(.silent) }
        try FileCall.makeDirectory(place.path(".git/refs/heads/rollback"))
        try place.write(".git/\(lock)", "another's")
        await #expect(throws: Failure.gitLocked(path: place.path(".git/\(lock)"), holder: nil)) {
            _ = try await run.swap.perform(.silent)
        }
        #expect(place.text(".git/\(lock)") == "another's")
        unlink(place.path(".git/\(lock)"))
        _ = try await run.swap.perform(.silent)
        #expect(try await place.unlike(target) == "")
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func nothingWasCapturedYet() async throws {
        let (place, target) = try await place()
        let before = try await place.state()
        let run = try await place.run(to: target)
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }
}
