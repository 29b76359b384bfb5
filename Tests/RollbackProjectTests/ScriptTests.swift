import RollbackCore
import RollbackProject
import Testing

struct ScriptTests {
    private static func text(_ services: [Service], of name: String) -> String {
        let facts = PlatformFacts(
            root: "/srv/shop", title: "shop", services: services, detection: ProjectDetection([:]))
        return RollbackTree(facts, configuration: [:]).files.first { $0.path.hasSuffix("/\(name)") }?.text ?? ""
    }

    @Test func servicesAreRestartedInTheirOrderByTheirOwnMeans() {
        let launch = LaunchSpecification(
            arguments: ["python", "it's.py", "$HOME"], directory: "/srv/shop/web", environment: ["A": "b c"],
            environmentFile: "/srv/shop/.env")
        let text = Self.text(
            [
                Service(name: "web", port: 8000, dependsOn: ["api"], launch: launch),
                Service(name: "api", port: 9000, manager: .systemd, unit: "api@1.service"),
                Service(name: "jobs", dependsOn: ["web"], manager: .compose, unit: "jobs"),
                Service(name: "old", port: 7000, dependsOn: ["jobs"]),
            ], of: "break-glass-services.sh")
        #expect(text.contains("printf '%s\\n' api web jobs old"))
        #expect(text.contains("    api) systemctl restart api@1.service ;;"))
        #expect(text.contains("    jobs) restart_compose jobs ;;"))
        #expect(text.contains("    jobs) type_compose jobs ;;"))
        #expect(text.contains("\nrestart_compose() (\n"))
        #expect(text.contains("    old) restart_as_it_runs 7000 ;;"))
        let line = #"restart_process 8000 "$root"/web "$root"/.env "$root/rollback/logs/web.log" env 'A=b c' python "#
        #expect(text.contains(line + #"'it'\''s.py' '$HOME' ;;"#), "\(text)")
        #expect(!text.contains("/srv/shop"))
    }

    @Test func aUnitOfAUsersOwnManagerIsRestartedByThatManager() {
        let web = Service(name: "web", manager: .systemd, unit: "user@1000.service/web.service")
        let line = "XDG_RUNTIME_DIR=/run/user/1000 systemctl --user restart web.service"
        let text = Self.text([web], of: "break-glass-services.sh")
        #expect(text.contains("    web) \(line) ;;"))
        #expect(text.contains("    web) printf '%s\\n' '\(line)' ;;"))
        #expect(!text.contains("restart_compose"), "nothing here is run by Compose")
        #expect(Self.text([web], of: "ROLLBACK_PROCEDURES.md").contains("\n# web\n\(line)\n"))
    }

    /// Also those that Compose runs, whichever Compose it is.
    @Test func theProceduresNameCommandsThatCanBeTyped() {
        let jobs = Service(name: "jobs", manager: .compose, unit: "shop/worker")
        let launch = LaunchSpecification(arguments: ["node", "server.js"], directory: "/srv/shop/web")
        let text = Self.text([jobs, Service(name: "web", port: 80, launch: launch)], of: "ROLLBACK_PROCEDURES.md")
        let docker = ["build worker", "stop worker", "up --detach --no-deps worker"].map { "docker compose \($0)\n" }
        #expect(text.contains("\n# jobs\n" + docker.joined()), "\(text)")
        let podman = [
            "podman-compose build worker",
            "podman ps --all --quiet --filter label=com.docker.compose.project.working_dir=\"$(pwd -P)\""
                + " --filter label=com.docker.compose.service=worker | xargs -r podman rm --force",
            "podman-compose up --detach worker",
        ]
        #expect(text.contains("```bash\n# jobs\n" + podman.joined(separator: "\n") + "\n```\n\nLeft out: "), "\(text)")
        #expect(text.contains("\n# web\nfuser --kill --namespace tcp 80; node server.js  # in web/\n"), "\(text)")
        #expect(!Self.text([Service(name: "web", port: 80)], of: "ROLLBACK_PROCEDURES.md").contains("podman"))
    }

    /// Whether it does depends on the folders, and on the program being there.
    @Test func noScriptPromisesThatCodeGoesBackAsAWhole() {
        let web = [Service(name: "web", port: 80)]
        let script = Self.text(web, of: "rollback-web.sh")
        #expect(script.contains("Its code goes back alone where it lies in a folder of its own;"), "\(script)")
        #expect(script.contains("all code goes back. --dry-run shows which."))
        let row = "| `scripts/rollback-web.sh` | web alone is restarted, and its code alone goes back where"
        #expect(Self.text(web, of: "README.md").contains(row))
    }

    @Test func onlyCriticalServicesDecide() {
        let text = Self.text(
            [Service(name: "web", port: 8000), Service(name: "ui", port: 8001, critical: false)],
            of: "break-glass-services.sh")
        #expect(text.contains("listens 'web' 8000 || result=3;"))
        #expect(text.contains("listens 'ui' 8001 || say \"(not critical)\";"))
        #expect(text.contains("is_critical() {\n    case $1 in\n    ui) return 1 ;;\n    *) return 0 ;;\n"))
    }

    /// The database's script is its own, also where a service is called so.
    @Test func aServiceCalledDatabaseTakesNoScriptAway() {
        let text = Self.text([Service(name: "database", port: 5432)], of: "rollback-database.sh")
        #expect(text.contains("--full"))
    }

    @Test func theSeedsNameLeadsToTheServiceOfThatFramework() {
        let detection = ProjectDetection([
            "gate/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
            "Procfile": "gate: uvicorn gate.main:app --port 8000\n",
        ])
        let facts = PlatformFacts(title: "shop", services: [Service(name: "gate", port: 8000)], detection: detection)
        let files = RollbackTree(facts, configuration: [:]).files
        #expect(files.contains { $0.path.hasSuffix("/rollback-gate.sh") })
        let script = files.first { $0.path.hasSuffix("/rollback-fastapi.sh") }
        #expect(script?.text.contains("--service 'gate'") == true)
        #expect(script?.executable == true)
        #expect(script?.text.contains("usage: rollback/scripts/rollback-fastapi.sh") == true)
    }
}
