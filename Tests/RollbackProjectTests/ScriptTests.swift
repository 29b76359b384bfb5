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
        #expect(text.contains("compose up --detach --build --no-deps jobs"))
        #expect(text.contains("    old) restart_as_it_runs 7000 ;;"))
        let line = #"restart_process 8000 "$root"/web "$root"/.env "$root/rollback/logs/web.log" env 'A=b c' python "#
        #expect(text.contains(line + #"'it'\''s.py' '$HOME' ;;"#), "\(text)")
        #expect(!text.contains("/srv/shop"))
    }

    @Test func onlyCriticalServicesDecide() {
        let text = Self.text(
            [Service(name: "web", port: 8000), Service(name: "ui", port: 8001, critical: false)],
            of: "break-glass-services.sh")
        #expect(text.contains("listens 'web' 8000 || result=3;"))
        #expect(text.contains("listens 'ui' 8001 || say \"(not critical)\";"))
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
