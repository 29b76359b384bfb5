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

    /// What a person has written is right where the project's files say something else.
    @Test func aContradictionLeavesTheConfigurationAlone() async throws {
        let config = #"{"service_dependencies": {"web": {"port": 9000}}}"# + "\n"
        let files = [
            "Procfile": "web: node server.js --port 8000\n", "rollback/config/rollback-config.json": config,
        ]
        try await ProjectPlace.with(files) { project in
            let adopted = try await project.json("init", "--yes")
            #expect(adopted.finished.status == 0, "\(adopted.finished.everything)")
            let notes = adopted.all("guess").filter { $0["name"] as? String == "rollback/config" }
            #expect((notes.first?["reasons"] as? [String])?.first?.contains("contradicts it") == true)
            #expect(project.text("rollback/config/rollback-config.json") == config)
            #expect(!project.exists("rollback/config/service-endpoints.json"))
            #expect(project.text("rollback/docs/SERVICE_DEPENDENCIES.md").contains("9000"))
            #expect(try await project.lastgood("status").status == 0)
            #expect(try await project.json("init", "--update").finished.status == 0)
            #expect(project.text("rollback/config/rollback-config.json") == config)
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
