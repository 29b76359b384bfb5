import Foundation
import Testing

/// `lastgood init` where a `rollback/` of the seed's kind is there already.
struct InitAdoptionTests {
    private static let seed = ProjectPlace.sources(of: "Tests/RollbackConfigurationTests/Fixtures/platform")
    private static let old = "#!/bin/bash\ngit reset --hard \"$1\"\n"
    private static let script = "rollback/scripts/emergency-rollback.sh"

    private static var files: [String: String] {
        var files = InitTests.demo
        for (path, text) in seed { files["rollback/config/\((path as NSString).lastPathComponent)"] = text }
        files[script] = old
        return files
    }

    @Test func itAsksAndWithoutATerminalSaysHow() async throws {
        try await ProjectPlace.with(Self.files) { project in
            #expect(Self.seed.count == 3)
            let before = project.tree
            let refused = try await project.lastgood("init")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("\n  lastgood init --yes\n"), "\(refused.errors)")
            #expect(refused.output.contains("-git reset --hard \"$1\""))
            #expect(refused.output.contains("--- a/\(Self.script)"))
            #expect(project.tree == before)
        }
    }

    @Test func withConsentTheConfigurationStaysAndTheScriptIsKeptApart() async throws {
        try await ProjectPlace.with(Self.files) { project in
            let adopted = try await project.json("init", "--yes")
            #expect(adopted.exit != nil, "\(adopted.finished.everything)")
            for (path, text) in Self.seed {
                #expect(project.text("rollback/config/\((path as NSString).lastPathComponent)") == text)
            }
            #expect(project.text(Self.script) != Self.old)
            #expect(project.text("rollback/backups/before-init-1/\(Self.script)") == Self.old)
            #expect(project.exists("rollback/scripts/rollback-gradio.sh"))
            #expect(project.text("rollback/docs/SERVICE_DEPENDENCIES.md").contains("(Gateway)"))
            let again = try await project.json("init")
            #expect(Set(again.all("file").compactMap { $0["action"] as? String }) == ["same", "keep"])
            #expect(again.all("file").filter { $0["action"] as? String == "keep" }.count == 3)
        }
    }

    @Test func onATerminalItAsks() async throws {
        try await ProjectPlace.with(Self.files) { project in
            let terminal = try Terminal(["init"], in: project.root)
            #expect(try await terminal.shows("Adopt it?"), "\(terminal.screen)")
            terminal.type("n\n")
            #expect(try await terminal.end() == 130)
            #expect(project.text(Self.script) == Self.old)
            let second = try Terminal(["init"], in: project.root)
            #expect(try await second.shows("Adopt it?"))
            second.type("y\n")
            #expect(try await second.end() == 0, "\(second.screen)")
            #expect(project.text(Self.script) != Self.old)
        }
    }
}
