import FoundationEssentials
import RollbackCore
import RollbackProject
import RollbackTestKit
import Testing
import Yams

/// What has deployments recorded.
struct RecordWorkflowTests {
    private func files(_ workflow: Bool) -> [TreeFile] {
        var facts = PlatformFacts(root: "/srv/shop", title: "shop", services: [], detection: ProjectDetection([:]))
        facts.hasRecordWorkflow = workflow
        return RollbackTree(facts, configuration: [:]).files
    }

    private func readable(_ script: String) async throws {
        let result = try await RealProcesses.runner().run(
            Command(["sh", "-n", "/dev/stdin"]), input: Data(script.utf8))
        #expect(result.succeeded, "\(result.errorText)")
    }

    @Test func theWorkflowIsWrittenOnlyWhenAskedFor() {
        #expect(!files(false).contains { $0.path.hasPrefix(".github") })
        #expect(files(true).contains { $0.path == RecordWorkflow.path })
        #expect(files(false).contains { $0.path == "rollback/scripts/record-release.sh" })
    }

    @Test func theWorkflowIsYAMLAndItsShellCanBeRead() async throws {
        let text = try #require(files(true).first { $0.path == RecordWorkflow.path }?.text)
        let root = try #require(try Yams.compose(yaml: text))
        #expect(root.mapping?.count == 5 && root["permissions"]?.mapping?.isEmpty == true)
        #expect(root["on"]?.mapping?.keys.compactMap(\.string) == ["deployment_status", "workflow_dispatch"])
        let job = try #require(root["jobs"]?["record"])
        #expect(job["runs-on"]?.sequence?.compactMap(\.string) == ["self-hosted", "lastgood"])
        #expect(job["if"]?.string?.contains("deployment_status.state == 'success'") == true)
        let step = try #require(job["steps"]?.sequence?.first)
        let script = try #require(step["run"]?.string)
        #expect(script.contains("exec rollback/scripts/record-release.sh --known-good --actor"))
        // Nothing from outside stands in the shell's text.
        #expect(!script.contains("${{"))
        try await readable(script)
    }

    @Test func theHookCanBeRead() async throws {
        let text = try #require(files(false).first { $0.path.hasSuffix("/record-release.sh") }?.text)
        try await readable(text)
    }

    /// Somebody's own workflow of that name stays, and so does one that was changed.
    @Test func anEditedWorkflowStays() {
        var facts = PlatformFacts(root: "/srv/shop", title: "shop", services: [], detection: ProjectDetection([:]))
        facts.hasRecordWorkflow = true
        let tree = RollbackTree(facts, configuration: [:])
        let first = TreePlan(tree, record: nil, updates: false) { _ in nil }
        for record in [first.record, GeneratedRecord()] {
            let plan = TreePlan(tree, record: record, updates: true) { path in
                path == RecordWorkflow.path ? "name: mine\n" : first.texts[path]
            }
            #expect(plan.changes.first { $0.path == RecordWorkflow.path }?.action == .keep)
        }
    }
}
