import Foundation
import Glibc
import Testing

/// `lastgood init` in projects of several kinds.
struct InitTests {
    static let demo = ProjectPlace.sources(of: "examples/pi-forge/platform").filter { !$0.key.hasPrefix("rollback/") }

    static let seedTree = [
        "README.md", "config/known-good-commits.json", "config/rollback-config.json", "config/service-endpoints.json",
        "docs/AUTONOMOUS_HANDOFF.md", "docs/ROLLBACK_PROCEDURES.md", "docs/SERVICE_DEPENDENCIES.md",
        "docs/TROUBLESHOOTING.md", "scripts/backup-current-state.sh", "scripts/emergency-rollback.ps1",
        "scripts/emergency-rollback.sh", "scripts/rollback-database.sh", "scripts/verify-rollback.sh",
    ]

    @Test func theDemoPlatformGetsTheWholeTree() async throws {
        try await ProjectPlace.with(Self.demo) { project in
            let first = try await project.lastgood("init")
            #expect(first.status == 0, "\(first.everything)")
            #expect(first.output.contains("because Procfile:1 starts it"))
            let services = ["fastapi", "flask", "gradio", "pi_sandbox"].map { "scripts/rollback-\($0).sh" }
            for path in Self.seedTree + services + ["logs/.gitkeep", "backups/.gitkeep"] {
                #expect(project.exists("rollback/\(path)"), "\(path)")
            }
            var facts = stat()
            lstat("\(project.root)/rollback/logs", &facts)
            #expect(facts.st_mode & 0o777 == 0o700)
            lstat("\(project.root)/rollback/scripts/emergency-rollback.sh", &facts)
            #expect(facts.st_mode & 0o100 != 0)
            let status = try await project.lastgood("status")
            #expect(status.status == 0, "\(status.everything)")
            #expect(status.output.contains("port 8000"))
            #expect(!status.output.contains("has no effect"), "\(status.output)")
        }
    }

    @Test(arguments: [demo, ProjectLayouts.compose, ProjectLayouts.monorepo])
    func theSecondTimeNothingChanges(files: [String: String]) async throws {
        try await ProjectPlace.with(files) { project in
            #expect(try await project.json("init").finished.status == 0)
            let before = project.tree
            for options in [[], ["--update"]] {
                let again = try await JSONOutput(
                    Running([Program.path, "init", "--json"] + options, in: project.root).end(within: 2 * patience))
                #expect(again.exit != nil)
                #expect(Set(again.all("file").compactMap { $0["action"] as? String }) == ["same"])
                #expect(project.tree == before)
            }
            try linksLeadSomewhere(project)
            #expect(try await project.lastgood("status").status == 0)
        }
    }

    private func linksLeadSomewhere(_ project: ProjectPlace) throws {
        for (path, text) in project.tree where path.hasSuffix(".md") {
            let folder = (path as NSString).deletingLastPathComponent
            for part in text.components(separatedBy: "](").dropFirst() {
                let link = part.prefix { $0 != ")" }
                guard !link.hasPrefix("http"), !link.hasPrefix("#") else { continue }
                #expect(project.exists("rollback/\(folder)/\(link)"), "\(path) points at \(link)")
            }
        }
    }

    @Test func composeAndMonorepoAreDescribedAsTheyAre() async throws {
        try await ProjectPlace.with(ProjectLayouts.compose) { project in
            try await project.lastgood("init")
            let status = try await project.json("status").all("status").first
            let services = status?["services"] as? [[String: Any]] ?? []
            #expect(services.compactMap { $0["service"] as? String } == ["api"])
            #expect(services.first?["manager"] as? String == "compose")
            #expect(project.text("rollback/scripts/break-glass-services.sh").contains("api) restart_compose api ;;"))
            #expect(project.text("rollback/docs/service-dependencies.svg").contains(">db<"))
        }
        try await ProjectPlace.with(ProjectLayouts.monorepo) { project in
            try await project.lastgood("init")
            #expect(project.exists("rollback/scripts/rollback-api.sh"))
            #expect(project.exists("rollback/scripts/rollback-fastapi.sh"))
            #expect(project.text("rollback/docs/ROLLBACK_PROCEDURES.md").contains("dbmate"))
            #expect(project.text("rollback/README.md").contains("@ada"))
        }
    }

    @Test func aDryRunChangesNothing() async throws {
        try await ProjectPlace.with(Self.demo) { project in
            let shown = try await project.lastgood("init", "--dry-run")
            #expect(shown.status == 0)
            #expect(shown.output.contains("new file rollback/README.md"))
            #expect(!project.exists("rollback"))
        }
    }

    @Test func editsStayAndTheRestIsRefreshed() async throws {
        try await ProjectPlace.with(Self.demo) { project in
            try await project.lastgood("init")
            let script = "rollback/scripts/verify-rollback.sh"
            try project.write(script, "#!/bin/sh\necho mine\n")
            let readme = project.text("rollback/README.md")
            try project.write("rollback/README.md", readme + "\nCall Ada first.\n")
            let config = "rollback/config/rollback-config.json"
            let line = #""contacts": [{ "name": "Night shift", "how": "+49 30 1" }]"#
            try project.write(config, project.text(config).replacingOccurrences(of: #""contacts": []"#, with: line))
            let updated = try await project.json("init", "--update")
            let actions = updated.all("file").reduce(into: [:]) {
                $0[$1["path"] as? String ?? ""] = $1["action"] as? String
            }
            #expect(actions[script] == "keep")
            #expect(actions[config] == "keep")
            #expect(actions["rollback/README.md"] == "refresh")
            #expect(project.text(script) == "#!/bin/sh\necho mine\n")
            #expect(project.text(config).contains("Night shift"))
            #expect(project.text("rollback/README.md").contains("Night shift: +49 30 1"))
            #expect(project.text("rollback/README.md").hasSuffix("\nCall Ada first.\n"))
        }
    }
}
