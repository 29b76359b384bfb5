import Foundation
import Testing

/// The end of a deployment: its hook, and the workflow that runs it.
struct RecordReleaseTests {
    private static let files = [
        "app.py": "x = 1\n", "critical.txt": "here\n", ".github/workflows/test.yml": "name: x\n",
    ]
    private static let hook = "record-release.sh"

    @Test func aDeploymentIsRecordedAndAProvedOneIsKnownGood() async throws {
        try await ProjectPlace.with(Self.files) { project in
            #expect(try await project.lastgood("init").status == 0)
            let recorded = try await project.script(Self.hook, "--reason", "deployed by CI")
            #expect(recorded.status == 0, "\(recorded.everything)")
            let listed = try await project.lastgood("release", "list")
            #expect(listed.output.contains("v1"), "\(listed.everything)")
            #expect(!project.text("rollback/config/known-good-commits.json").contains("evidence"))
            let head = try await project.git("rev-parse", "HEAD")
            try project.write(
                "rollback/config/rollback-config.json", "{\"critical_files\": [\"critical.txt\"]}\n")
            let proved = try await project.script(Self.hook, "--known-good", "--actor", "ci")
            #expect(proved.status == 0, "\(proved.everything)")
            #expect(project.text("rollback/config/known-good-commits.json").contains(head))
        }
    }

    @Test func whatDoesNotPassIsRecordedAndNotKnownGood() async throws {
        try await ProjectPlace.with(Self.files) { project in
            #expect(try await project.lastgood("init").status == 0)
            try project.write("rollback/config/rollback-config.json", "{\"critical_files\": [\"gone.txt\"]}\n")
            let result = try await project.script(Self.hook, "--known-good")
            #expect(result.status == 3, "\(result.everything)")
            #expect(try await project.lastgood("release", "list").output.contains("v1"))
        }
    }

    @Test func withoutTheProgramItSaysSo() async throws {
        try await ProjectPlace.with(Self.files) { project in
            #expect(try await project.lastgood("init").status == 0)
            let result = try await project.script(Self.hook, hidden: true)
            #expect(
                result.status == 1 && result.errors.contains("the release was not recorded"), "\(result.everything)")
            #expect(project.text("rollback/logs/rollback-history.log").contains("a release was not recorded: "))
        }
    }

    @Test func theWorkflowIsOfferedAndWrittenWhenAskedFor() async throws {
        try await ProjectPlace.with(Self.files) { project in
            let path = ".github/workflows/lastgood-record.yml"
            let first = try await project.lastgood("init")
            #expect(first.output.contains("lastgood init --workflow") && !project.exists(path), "\(first.everything)")
            #expect(try await project.lastgood("init", "--workflow").status == 0)
            #expect(project.text(path).contains("record-release.sh --known-good"))
            try project.write(path, "name: mine\n")
            let again = try await project.lastgood("init", "--update")
            #expect(again.status == 0 && project.text(path) == "name: mine\n", "\(again.everything)")
            #expect(!again.output.contains("init --workflow"))
        }
    }
}
