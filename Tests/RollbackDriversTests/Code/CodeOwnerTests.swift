import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Root rescues somebody else's repository: git runs as its owner, files stay the owner's, root's notes root's.
@Suite(.enabled(if: geteuid() == 0, "only root can work on others' repositories"))
struct CodeOwnerTests {
    private func place() async throws -> (CodePlace, CommitID) {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("d/x", "1"), .secret("s", "1")])
        try await place.commit([.file("a", "2"), .gone("d"), .file("n", "2"), .secret("s", "2")])
        try place.make([.file("a", "edited")])
        _ = try await RealProcesses.runner().require(Command(["chown", "-R", "65534:65534", place.root]))
        chown(place.path("s"), 12_345, 12_345)
        return (place, target)
    }

    @Test func everythingStaysTheOwners() async throws {
        let (place, target) = try await place()
        let watched = try await CodePlace(trusting: place)
        let before = try await watched.state()
        let run = try await watched.run(to: target)
        try await run.perform()
        #expect(place.text("a") == "1" && place.text("d/x") == "1" && !place.exists("n"))
        #expect(owner(place.path("a")) == 65534 && owner(place.path("d")) == 65534 && owner(place.path("d/x")) == 65534)
        #expect(owner(place.path("s")) == 12_345 && mode(place.path("s")) == 0o600)
        for path in ["index", "HEAD", "refs/heads/rollback", "refs/heads/rollback/run-1"] {
            #expect(owner(place.path(".git/\(path)")) == 65534, "\(path)")
        }
        try await run.undo()
        #expect(try await watched.differences(from: before) == [])
    }

    /// The owner may pass to what git needs, and no further.
    @Test func rootsNotesStayPrivate() async throws {
        let (place, target) = try await place()
        let run = try await CodePlace(trusting: place).run(to: target)
        try await run.perform()
        for folder in [place.path(".git/lastgood"), place.path(".git/lastgood/runs"), run.folder] {
            #expect(owner(folder) == 0 && mode(folder) & 0o067 == 0, "\(folder)")
        }
        #expect(owner("\(run.folder)/capture") == 0 && mode("\(run.folder)/capture") == 0o700)
        #expect(owner("\(run.folder)/stage") == 65534 && mode("\(run.folder)/stage") == 0o700)
    }

    private func owner(_ path: String) -> UInt32? { FileCall.facts(path)?.st_uid }
    private func mode(_ path: String) -> mode_t { (FileCall.facts(path)?.st_mode ?? 0) & 0o7777 }
}
