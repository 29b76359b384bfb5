import Foundation
import Glibc
import Testing

/// Targets that are none, and repositories that cannot be worked on: one clear line, and nothing changed.
struct CommitMistakeTests {
    private static let back = ["rollback", "--auto-confirm", "--commit"]

    private func refusal(
        _ arguments: [String], _ expected: String, status: Int32 = 1, of platform: AcceptancePlatform,
        environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let service = TestService.web()
        try await platform.startByHand(service)
        let before = try await platform.state
        let result = try await platform.start(arguments, environment: environment).end()
        #expect(result.firstError == expected, sourceLocation: sourceLocation)
        #expect(result.status == status, sourceLocation: sourceLocation)
        #expect(try await platform.state == before, sourceLocation: sourceLocation)
    }

    @Test func aCommitThatDoesNotExist() async throws {
        try await AcceptancePlatform.with { platform in
            try await refusal(
                Self.back + ["0123abc"], "There is no commit “0123abc” in this repository.", of: platform)
        }
    }

    /// Two commits that begin with the same four digits are made by trying.
    @Test func aShortHashThatFitsTwoCommits() async throws {
        try await AcceptancePlatform.with { platform in
            let tree = try await platform.git("rev-parse", "HEAD^{tree}")
            let line = """
                for i in $(seq 700); do
                    GIT_AUTHOR_DATE="@$i +0000" GIT_COMMITTER_DATE="@$i +0000" git commit-tree -m $i \(tree)
                done
                """
            let hashes = try await Running(["sh", "-c", line], in: platform.root).end().output.split(separator: "\n")
            let short = Dictionary(grouping: hashes, by: { $0.prefix(4) }).filter { $0.value.count == 2 }
            let pair = try #require(short.first)
            let platformOutput = try await platform.lastgood("plan", "--commit", String(pair.key))
            #expect(platformOutput.firstError == "“\(pair.key)” could be any of 2 commits.")
            #expect(pair.value.allSatisfy { platformOutput.errors.contains($0) })
            #expect(platformOutput.status == 1)
        }
    }

    @Test func noGit() async throws {
        try await AcceptancePlatform.with { platform in
            try await refusal(
                Self.back + ["HEAD~1"], "Nothing was done: git could not be started: no such program in PATH.",
                of: platform,
                environment: ["PATH": "/nowhere"])
        }
    }

    @Test func noRepository() async throws {
        let folder = try Folders.temporary("plain")
        defer { Folders.remove(folder) }
        let result = try await Running([Program.path, "rollback", "--auto-confirm"], in: folder).end()
        #expect(result.firstError == "Nothing was done: \(folder) is not inside a git repository.")
        #expect(result.status == 1)
    }

    @Test func aGitThatIsUnderWayIsNamed() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(
                ".git/hooks/pre-commit", "#!/bin/sh\n: > \"$NOTES/committing\"\nexec tail -f /dev/null\n")
            chmod("\(platform.root)/.git/hooks/pre-commit", 0o755)
            try platform.write("app/release", "edited\n")
            let git = try Running(
                ["git", "commit", "--all", "--message", "Edit"], in: platform.root,
                environment: ["NOTES": platform.notes])
            let committing = "\(platform.notes)/committing"
            #expect(try await eventually { FileManager.default.fileExists(atPath: committing) })
            let before = try await platform.state
            let result = try await platform.lastgood("rollback", "--auto-confirm", "--commit", "HEAD~1")
            #expect(
                result.firstError == "Another git operation is under way: git commit --all --message Edit"
                    + " (process \(git.process.id)) holds \(platform.root)/.git/index.lock.")
            #expect(result.status == 1)
            #expect(try await platform.state == before)
            git.send(SIGKILL)
        }
    }

    @Test func aLockThatNobodyHoldsIsNamedAndLeftAlone() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write(".git/index.lock", "")
            try await refusal(
                Self.back + ["HEAD~1"],
                "The repository is locked by \(platform.root)/.git/index.lock,"
                    + " and no running process was found that holds it.", of: platform)
            #expect(FileManager.default.fileExists(atPath: "\(platform.root)/.git/index.lock"))
        }
    }

    @Test func anOptionThatDoesNotExist() async throws {
        try await AcceptancePlatform.with { platform in
            try await refusal(
                ["rollback", "--fats"], "Error: Unknown option '--fats'. Did you mean '--fast'?", status: 64,
                of: platform)
        }
    }
}
