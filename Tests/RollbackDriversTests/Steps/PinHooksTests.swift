import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Hooks that warn of the pinned release, in a real repository with a real git.
struct PinHooksTests {
    private func hooks(_ place: CodePlace) async throws -> PinHooks {
        PinHooks(try await GitRepository.open(place.root, RealProcesses.runner()))
    }

    private func step(_ place: CodePlace, _ bad: CommitID) async throws -> InstallPinHooks {
        let pin = Pin(badRelease: bad, target: "0123", run: RunID(3), since: "now", reason: nil, actor: "kim")
        return InstallPinHooks(hooks: try await hooks(place), pin: pin)
    }

    /// What git says on standard error when this is done.
    private func said(_ place: CodePlace, _ arguments: String...) async throws -> String {
        let result = try await RealProcesses.runner().run(Command(["git", "-C", place.root] + arguments))
        #expect(result.succeeded, "\(result.errorText)")
        return result.errorText
    }

    @Test func aCheckoutOfTheBadReleaseIsWarnedOf() async throws {
        let place = try await CodePlace()
        let good = try await place.commit([.file("a", "good")])
        let bad = try await place.commit([.file("a", "bad")])
        let step = try await step(place, bad)
        for _ in 0..<2 { _ = try await step.perform(.silent) }
        try await place.git("branch", "fine", good.rawValue)
        #expect(try await !said(place, "checkout", "fine").contains("lastgood"))
        #expect(try await said(place, "checkout", "main").contains("lastgood: this has \(bad.short)"))
        try await place.git("checkout", "-q", "fine")
        #expect(try await said(place, "merge", "main").contains("then: lastgood unpin"))
        for _ in 0..<2 { try await step.undo(nil, .silent) }
        #expect(place.names(".git/hooks").allSatisfy { $0.hasSuffix(".sample") })
        #expect(try await !said(place, "checkout", "main").contains("lastgood"))
    }

    @Test func aPushOfTheBadReleaseIsWarnedOfAndGoesThrough() async throws {
        let place = try await CodePlace()
        let bad = try await place.commit([.file("a", "bad")])
        let remote = try ScratchFolder()
        try await place.git("init", "-q", "--bare", remote.file("remote"))
        _ = try await step(place, bad).perform(.silent)
        let said = try await said(place, "push", remote.file("remote"), "HEAD:refs/heads/main")
        #expect(said.contains("rolled back from by run-3"))
    }

    @Test func hooksOfOthersStay() async throws {
        let place = try await CodePlace()
        let bad = try await place.commit([.file("a", "bad")])
        try place.write(".git/hooks/pre-push", "#!/bin/sh\nexit 0\n", mode: 0o755)
        let words = DetailCollection()
        let step = try await step(place, bad)
        _ = try await step.perform(words.progress)
        #expect(words.words.count == 1 && words.words[0].contains("no pre-push hook"))
        try await step.undo(nil, .silent)
        #expect(place.text(".git/hooks/pre-push") == "#!/bin/sh\nexit 0\n")
        #expect(!place.exists(".git/hooks/post-merge"))
    }

    @Test func aFolderOfHooksInTheTreeIsNotWrittenTo() async throws {
        let place = try await CodePlace()
        let bad = try await place.commit([.file(".husky/x", "")])
        try await place.git("config", "core.hooksPath", ".husky")
        let words = DetailCollection()
        _ = try await step(place, bad).perform(words.progress)
        #expect(words.words.first?.contains("core.hooksPath") == true)
        #expect(place.names(".husky") == ["x"])
    }
}
