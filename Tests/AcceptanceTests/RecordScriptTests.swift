import Foundation
import Testing

/// What a deployment calls when it is done.
struct RecordScriptTests {
    private static let script = "record-release.sh"

    @Test func aDeploymentIsRecordedOnce() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            let first = try await project.script(
                Self.script, "--no-build", "--reason", "deployed by CI", "--expect", "main")
            #expect(first.status == 0, "\(first.everything)")
            let list = try await project.json("release", "list")
            #expect(list.all("release").count == 1)
            let again = try await project.script(Self.script, "--no-build")
            #expect(again.status == 0, "\(again.everything)")
            #expect(try await project.json("release", "list").all("release").count == 1)
        }
    }

    @Test func whatDidNotArriveIsNotRecorded() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            try project.write("VERSION", "1.4.1\n")
            try await project.git("commit", "--quiet", "--all", "--message", "Release 1.4.1")
            for wrong in ["HEAD~1", "0123456789abcdef", "--help"] {
                let refused = try await project.script(Self.script, "--no-build", "--expect", wrong)
                #expect(refused.status == 1, "\(wrong): \(refused.everything)")
                #expect(refused.errors.contains("did not arrive"))
            }
            #expect(try await project.script(Self.script, "--expect").status == 64)
            #expect(try await project.script(Self.script, hidden: true).status == 1)
            #expect(try await project.json("release", "list").all("release").isEmpty)
        }
    }

    /// Nothing of the demo platform runs here: it is recorded, and not called good.
    @Test func whatIsNotWellIsNoKnownGood() async throws {
        try await ProjectPlace.with(InitTests.demo) { project in
            try await project.lastgood("init")
            let registry = project.text("rollback/config/known-good-commits.json")
            let result = try await project.script(Self.script, "--no-build", "--known-good")
            #expect(result.status == 3, "\(result.everything)")
            #expect(try await project.json("release", "list").all("release").count == 1)
            #expect(project.text("rollback/config/known-good-commits.json") == registry)
        }
    }
}
