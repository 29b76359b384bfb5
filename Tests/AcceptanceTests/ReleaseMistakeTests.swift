import Foundation
import Glibc
import Testing

/// Releases that somebody edited, cut short, took away, or that another program or machine made.
struct ReleaseMistakeTests {
    private func recorded(_ body: (AcceptancePlatform, String) async throws -> Void) async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".env", "API_KEY=hunter2-secret\n")
            try await platform.configure([], knownGood: false)
            try await platform.git("checkout", "--quiet", "main~1")
            try await platform.record()
            try await platform.git("checkout", "--quiet", "main")
            try await body(platform, "\(platform.releasesFolder)/1.json")
        }
    }

    /// What is said where the release is named, and what doctor says of it.
    private func refused(
        _ platform: AcceptancePlatform, kind: String, says: String
    ) async throws {
        for arguments in [["release", "show", "v1"], ["plan", "--release", "v1"]] {
            let output = try JSONOutput(try await platform.startAsUser(arguments + ["--json"]).end())
            #expect(output.kind == kind && output.finished.status == 1, "\(output.finished.everything)")
        }
        let listed = try await platform.listed("v1")
        #expect((listed["unusable"] as? String)?.contains(says) == true, "\(listed)")
        let found = try await platform.doctor("releases")
        #expect(found.grades == ["warning"] && found.texts.contains(says), "\(found)")
        // It keeps nobody from recording the next one.
        #expect(try await platform.record()["number"] as? String == "v2")
    }

    @Test func aRecordThatWasEditedIsNotBelieved() async throws {
        try await recorded { platform, path in
            let other = try await platform.git("rev-parse", "main")
            let edited = platform.text(".git/lastgood/releases/1.json")
                .replacingOccurrences(of: try await platform.good(), with: other)
            try Folders.write(edited, to: path)
            try await refused(platform, kind: "release-edited", says: "was changed by somebody")
        }
    }

    @Test func aHalfWrittenRecordIsNotBelieved() async throws {
        try await recorded { platform, path in
            #expect(truncate(path, 50) == 0)
            try await refused(platform, kind: "state-unreadable", says: "is not a release that lastgood wrote")
        }
    }

    @Test func aRecordOfANewerVersionIsNamed() async throws {
        try await recorded { platform, path in
            try Folders.write(#"{"format": 2, "neededBy": "7.0"}"#, to: path)
            try await refused(platform, kind: "state-from-newer-version", says: "written by a newer lastgood")
        }
    }

    /// The commit of a release that nothing refers to any more, collected as garbage.
    @Test func aCommitThatIsGoneIsSaid() async throws {
        try await recorded { platform, _ in
            try await platform.git("checkout", "--quiet", "--orphan", "fresh")
            try await platform.git("commit", "--quiet", "--message", "Fresh")
            try await platform.git("branch", "-D", "main")
            try await platform.git("reflog", "expire", "--expire=now", "--all")
            try await platform.git("gc", "--quiet", "--prune=now")
            let plan = try await platform.asUser("plan", "--release", "v1")
            #expect(plan.kind == "release-commit-gone" && plan.finished.status == 1, "\(plan.finished.everything)")
            #expect(try await platform.listed("v1")["present"] as? Bool == false)
            let found = try await platform.doctor("releases")
            #expect(found.grades == ["warning"] && found.texts.contains("does not have any more"), "\(found)")
            let shown = try await platform.startAsUser(["release", "show", "v1"]).end()
            #expect(shown.status == 0 && shown.output.contains("(not here any more)"), "\(shown.everything)")
        }
    }

    @Test func aChangedTreeIsNoRelease() async throws {
        try await recorded { platform, _ in
            try platform.write("app/release", "edited\n")
            let refused = try await platform.asUser("release", "record")
            #expect(refused.kind == "release-changed-files" && refused.finished.status == 1)
            #expect(refused.finished.output.contains("app/release"))
            try await platform.git("checkout", "--", "app/release")
            try platform.write("notes.txt", "untracked files are nobody's release\n")
            #expect(try await platform.record()["number"] as? String == "v2")
        }
    }

    @Test func numbersThatAreNoneAreRefused() async throws {
        try await recorded { platform, _ in
            let shown = try await platform.asUser("release", "show", "v9")
            #expect(shown.kind == "unknown-release" && shown.failure.contains("the newest is v1"))
            #expect(try await platform.asUser("release", "diff", "v1", "nonsense").kind == "unknown-release")
            #expect(try await platform.lastgood("plan", "--release", "nine").status == 64)
            #expect(try await platform.lastgood("plan", "--release", "v1", "--commit", "HEAD").status == 64)
        }
    }

    // MARK: The key

    @Test func withoutItsKeyAReleaseWorksButForItsEnvironment() async throws {
        try await recorded { platform, _ in
            #expect(unlink(platform.keyFile) == 0)
            let shown = try await platform.startAsUser(["release", "show", "v1"]).end()
            #expect(shown.status == 0 && shown.output.contains("there is no key at"), "\(shown.everything)")
            #expect(shown.output.contains(".env: API_KEY"))
            let found = try await platform.doctor("releases")
            #expect(found.grades == ["warning"] && found.texts.contains("there is no key at"), "\(found)")
            let plan = try await platform.asUser("plan", "--release", "v1")
            #expect(plan.finished.status == 0, "\(plan.finished.everything)")
        }
    }

    @Test func anotherKeySaysNothingOfTheOldValues() async throws {
        try await recorded { platform, _ in
            #expect(unlink(platform.keyFile) == 0)
            #expect(try await platform.record()["number"] as? String == "v2")
            let difference = try await platform.asUser("release", "diff", "v1", "v2").all("release-difference").first
            #expect(difference?["environment"] is NSNull, "\(difference ?? [:])")
            let found = try await platform.doctor("releases")
            #expect(found.texts.contains("sealed with another key"), "\(found)")
        }
    }

    @Test func aKeyThatOthersMayReadIsNotUsed() async throws {
        try await recorded { platform, _ in
            chmod(platform.keyFile, 0o644)
            let refused = try await platform.asUser("release", "record")
            #expect(refused.kind == "key-open" && refused.finished.output.contains("chmod 600"))
        }
    }

    @Test func aSealedFileThatIsGoneIsSealedAgain() async throws {
        try await recorded { platform, _ in
            try await platform.git("checkout", "--quiet", "main~1")
            let folder = "\(platform.stateFolder)/environments"
            for name in Folders.entries(folder) { #expect(unlink("\(folder)/\(name)") == 0) }
            #expect(try await platform.doctor("releases").texts.contains("nothing is kept under"))
            #expect(try await platform.record()["number"] as? String == "v1")
            #expect(try await platform.doctor("releases").grades == ["ok"])
        }
    }
}
