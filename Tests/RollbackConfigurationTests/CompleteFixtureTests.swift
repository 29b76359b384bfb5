import RollbackConfiguration
import RollbackCore
import Testing

/// The keys beyond the first version.
struct CompleteFixtureTests {
    let configuration: PlatformConfiguration

    init() throws {
        configuration = try ConfigurationLoader.configuration(root: Sample.root, Sample.fixtures("complete"))
    }

    @Test func saysHowServicesAreRun() {
        let services = configuration.services
        #expect(services.map(\.name) == ["api", "worker", "web", "scheduler"])
        #expect(services.map(\.manager) == [.process, .systemd, .compose, .process])
        #expect(services.map(\.unit) == [nil, "worker.service", "frontend", nil])
        #expect(
            services[0].launch
                == LaunchSpecification(
                    arguments: ["python", "-m", "uvicorn", "main:app", "--header", "x-name: \"api\""],
                    directory: "/srv/platform/server", environment: ["LOG_LEVEL": "info", "_PRIVATE": "1"],
                    environmentFile: "/srv/platform/.env", logFile: "/srv/platform/logs/api.log"))
        #expect(services[0].limits == ServiceLimits(stop: 3, ready: 12.5))
        #expect(services[3].launch?.arguments == ["python", "-c", "import time; time.sleep(1)"])
        #expect(services[3].launch?.directory == "/srv/platform")
        #expect(services.map(\.critical) == [true, false, true, true])
    }

    @Test func checksOnlyWhatIsConfigured() {
        let web = Endpoint(name: "health", url: "http://localhost:3000/")
        let check = Check(name: "web/health", service: "web", probe: .http(web), critical: true, liveness: true)
        #expect(configuration.checks == [check])
        #expect(configuration.criticalFiles == ["server/main.py", "requirements.txt"])
    }

    @Test func readsCachesHooksCodeAndContacts() {
        #expect(configuration.cachePatterns == ["__pycache__", "frontend/.cache"])
        let root = Sample.root
        let maintenance = Hook(
            name: "maintenance-page", moment: .before, stage: "swap",
            command: Command(["./maintenance", "on"], in: root), limit: 5, required: true, repeatable: false)
        let purge = Hook(
            name: "purge", moment: .after, stage: "restart", command: Command(["./purge", "--all"], in: root))
        #expect(configuration.hooks == [maintenance, purge])
        #expect(configuration.code == CodeSettings(head: .commit, push: true, pinHook: true))
        #expect(
            configuration.contacts == [Contact(name: "@owner"), Contact(name: "Operations", how: "+49 30 1234567")])
        #expect(configuration.dashboards == ["https://railway.app/dashboard"])
        #expect(
            configuration.releases
                == ReleaseSettings(artifacts: ["web/dist", "build/*.whl"], dependencySetsMegabytes: 250))
        #expect(configuration.database.parkedRetentionDays == 30)
        let users = DatabaseQuestion(query: "SELECT count(*) FROM users", database: "app.db", expected: .minimum(3))
        let orphans = DatabaseQuestion(query: "SELECT 1", expected: .noRows)
        #expect(
            configuration.database.assertions == [
                Check(name: "database/users", probe: .question(users), critical: true),
                Check(name: "database/orphans", probe: .question(orphans), critical: false),
            ])
        #expect(configuration.unheeded.isEmpty)
    }

    @Test func leavesOutOptionalSteps() throws {
        let steps = #""backup_current_state", "git_reset_hard", "restart_services""#
        let fast = try Sample.load(rollback: #"{"rollback_procedures": {"fast": {"steps": [\#(steps)]}}}"#).fast
        #expect(!fast.clearsCaches)
        #expect(!fast.verifiesHealth)
    }

    @Test func notesOrdersAndSettingsWithoutEffect() throws {
        let loaded = try Sample.load(
            rollback: """
                {
                "rollback_settings": { "default_level": "instant" },
                "rollback_procedures": {"fast": {"steps": ["git_reset_hard", "backup_current_state", "restart_services"]}},
                "service_dependencies": { "a": { "directory": "x" }, "b": { "manager": "compose", "start": "b" },
                "c": { "port": 80, "health_endpoint": "/c" } }
                }
                """, endpoints: #"{"services": {"c": {"endpoints": {"root": {"path": "/"}}}}}"#)
        #expect(
            loaded.unheeded.map { "\($0.place.key): \($0.message)" } == [
                "rollback_settings.default_level: has no effect yet: the levels are fast, full and manual",
                "rollback_procedures.fast.steps: the order has no effect: steps are left out, never reordered",
                #"service_dependencies.a.directory: has no effect: it belongs to a service with "start" that lastgood itself runs"#,
                "service_dependencies.b.start: has no effect: compose starts the service",
                "service_dependencies.c.health_endpoint: has no effect: the endpoint at service-endpoints.json, line 1 decides liveness",
            ])
    }
}
