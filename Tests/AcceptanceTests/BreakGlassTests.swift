import Foundation
import Glibc
import Testing

/// The scripts where the program is missing.
struct BreakGlassTests {
    private static let script = "emergency-rollback.sh"

    /// A project with a broken release and two services: one configured, one started by hand.
    private static func broken(_ body: (ProjectPlace, TestService) async throws -> Void) async throws {
        let service = TestService.web()
        let files = [
            "app/server.py": PlatformSources.server, "app/release": "good\n", ".gitignore": ".env\n*.log\n",
            "Procfile": "web: \(service.command.joined(separator: " "))\n",
            ".env.example": "WEB_PORT=\(service.port ?? 0)\n",
            "gone.txt": "of 1.0\n",
        ]
        try await ProjectPlace.with(files) { project in
            try project.write(".env", "# ours\nWEB_PORT=\(service.port ?? 0)\nMODE=\"from the file\"\n")
            try await project.lastgood("init")
            // Documents and scripts follow what a person says in the configuration.
            let config = project.text("rollback/config/rollback-config.json")
            try project.write(
                "rollback/config/rollback-config.json",
                config.replacingOccurrences(
                    of: "\"start\":", with: "\"health_endpoint\": \"/\", \"start\":"))
            try #require(try await project.lastgood("init", "--update").status == 0)
            let good = try await project.git("rev-parse", "HEAD")
            try project.write(
                "rollback/config/known-good-commits.json",
                "{\"commits\": [\n// \"hash\": \"aaaaaaa\"\n{\"hash\": \"\(good)\"}]}\n")
            try project.write("app/release", "failing\n")
            try project.write("new.txt", "of 1.1\n")
            try await project.git("rm", "--quiet", "gone.txt")
            try await project.git("add", "--all")
            try await project.git("commit", "--quiet", "--message", "Release 1.1")
            let line = "exec setsid \"$@\" >>web.log 2>&1 </dev/null & echo $!"
            _ = try await Running(["sh", "-c", line, "sh"] + service.command, in: project.root).end()
            try #require(try await eventually { !FreePorts.isFree(service.port ?? 0) })
            try await body(project, service)
        }
    }

    private static func answer(_ service: TestService, _ project: ProjectPlace) async throws -> String {
        try await Running(
            ["curl", "--silent", "--max-time", "5", "http://127.0.0.1:\(service.port ?? 0)/"], in: project.root
        ).end().output
    }

    @Test func codeAndServicesGoBackAndItSaysWhatItLeavesOut() async throws {
        try await Self.broken { project, service in
            try project.write("app/release", "edited\n")
            try project.write("gone.txt", "somebody's\n")
            let registry = project.text("rollback/config/known-good-commits.json")
            let result = try await project.script(Self.script, "--fast", "--auto-confirm", hidden: true)
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.errors.contains("It leaves out: undo, proof of the release, dependency set"))
            #expect(try await Self.answer(service, project) == "release good mode from the file user \(getuid())\n")
            #expect(!project.exists("new.txt"))
            #expect(project.text("gone.txt") == "of 1.0\n")
            #expect(project.text("rollback/config/known-good-commits.json") == registry)
            #expect(try await project.git("branch", "--show-current").hasPrefix("rollback/break-glass-"))
            let kept = try await project.git("for-each-ref", "--format=%(refname)", "refs/lastgood/break-glass")
            #expect(try await project.git("show", "\(kept):app/release") == "edited")
            #expect(Folders.entries("\(project.root)/rollback/backups").contains { $0.hasSuffix(".tar") })
            let history = project.text("rollback/logs/rollback-history.log")
            #expect(history.contains(" break-glass by ") && history.contains("left out: undo"))
            #expect(try await project.script("verify-rollback.sh", "--check-only", hidden: true).status == 0)
            // The lock went with the script: the service did not inherit it.
            #expect(try await Running(["flock", "--nonblock", ".git", "true"], in: project.root).end().status == 0)
            #expect(try await project.lastgood("status").status == 0)
        }
    }

    @Test func nothingIsDoneWithoutConsentOrWhileSomebodyElseIsAtIt() async throws {
        try await Self.broken { project, service in
            let head = try await project.git("rev-parse", "HEAD")
            #expect(try await project.script(Self.script, "--fast", hidden: true).status == 64)
            #expect(try await project.script(Self.script, "--fast", "--dry-run", hidden: true).status == 0)
            #expect(try await project.script(Self.script, "--full", "--auto-confirm", hidden: true).status == 1)
            #expect(try await project.script("rollback-database.sh", "--auto-confirm", hidden: true).status == 1)
            #expect(try await project.script("verify-rollback.sh", hidden: true).status == 3)
            let holder = try Running(["flock", ".git", "sh", "-c", "echo held; exec sleep 600"], in: project.root)
            #expect(try await eventually { holder.output.contains("held") })
            let second = try await project.script(Self.script, "--fast", "--auto-confirm", hidden: true)
            #expect(second.status == 11, "\(second.everything)")
            holder.send(SIGTERM)
            #expect(try await project.git("rev-parse", "HEAD") == head)
            #expect(try await Self.answer(service, project).hasPrefix("release failing"))
        }
    }

    @Test func theManualLevelIsPrinted() async throws {
        try await Self.broken { project, service in
            let head = try await project.git("rev-parse", "HEAD")
            let good = try await project.git("rev-list", "--max-parents=0", "HEAD")
            let printed = try await project.script(Self.script, "--manual", hidden: true)
            #expect(printed.status == 0, "\(printed.everything)")
            for part in [
                "# Rollback by hand of \(project.root)\n", "From \(head) to \(good).", "- [ ] Restart web:\n",
                "restore --source=\(good) --staged --worktree", "curl --fail http://localhost:\(service.port ?? 0)/\n",
                "app/server.py web \(service.port ?? 0)\n", "## After the rollback",
            ] {
                #expect(printed.output.contains(part), "\(part) is not in \(printed.output)")
            }
            let unknown = try await project.script(Self.script, "--manual", "--commit", "nothing", hidden: true)
            #expect(unknown.status == 1)
            #expect(try await project.git("rev-parse", "HEAD") == head)
            #expect(!project.exists("rollback/logs/rollback-history.log"))
        }
    }

    @Test func withoutATargetTheLastCommitsAreListed() async throws {
        try await Self.broken { project, _ in
            try project.write("rollback/config/known-good-commits.json", "{\"commits\": []}\n")
            let result = try await project.script(Self.script, "--fast", "--auto-confirm", hidden: true)
            #expect(result.status == 10)
            #expect(result.errors.contains("Release 1.0"))
            let unknown = try await project.script(Self.script, "--commit", "--help-me", "--auto-confirm", hidden: true)
            #expect(unknown.status == 1)
        }
    }

    @Test func aMarkedReleaseIsNotTaken() async throws {
        try await Self.broken { project, _ in
            let file = "rollback/config/known-good-commits.json"
            let text = project.text(file)
            let good = try await project.git("rev-list", "--max-parents=0", "HEAD")
            let marked = try await project.lastgood("known-good", "mark", good, "--bad", "--reason", "{lost}")
            #expect(marked.status == 0, "\(marked.everything)")
            #expect(project.text(file) != text)
            let result = try await project.script(Self.script, "--fast", "--auto-confirm", hidden: true)
            #expect(result.status == 10, "\(result.everything)")
        }
    }

    @Test func theStateIsKept() async throws {
        try await Self.broken { project, _ in
            try project.write("app/release", "edited\n")
            let result = try await project.script("backup-current-state.sh", hidden: true)
            #expect(result.status == 0, "\(result.everything)")
            let kept = Folders.entries("\(project.root)/rollback/backups")
            #expect(kept.contains { $0.hasSuffix("/commit") } && kept.contains { $0.hasSuffix("/.env") })
            #expect(project.text("app/release") == "edited\n")
        }
    }

    /// A file that was written anew, and is the same: to git it looks changed until it is read.
    @Test func whatOnlyLooksChangedKeepsNobodyFromKeeping() async throws {
        try await Self.broken { project, _ in
            try project.write("app/release", "failing\n")
            let result = try await project.script("backup-current-state.sh", hidden: true)
            #expect(result.status == 0, "\(result.everything)")
        }
    }
}
