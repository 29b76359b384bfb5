import RollbackCore
import RollbackProject
import Testing

/// Databases, other people's interfaces, contacts, and what runs.
struct SurroundingsTests {
    @Test(arguments: [
        (
            ["alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\n", "migrations/versions/1.py": ""],
            "Alembic", "migrations"
        ),
        (["supabase/migrations/20250101120000_users.sql": "create table a ();"], "Supabase", "supabase/migrations"),
        (["db/migrations/20250101120000_users.sql": "-- migrate:up\ncreate table a ();"], "dbmate", "db/migrations"),
        (["sql/001_users.sql": "create table a ();"], "plain SQL files", "sql"),
    ])
    func migrationsAreRecognised(files: [String: String], system: String, folder: String) {
        let found = ProjectDetection(files)
        #expect(found.migrations.map(\.system) == [system])
        #expect(found.migrations.first?.folder == folder)
        #expect(found.migrations.first?.files == 1)
        #expect(found.externals.count == 1)
    }

    @Test func variablesNameWhatIsElsewhereAndNeverTheirValues() {
        let found = ProjectDetection([
            ".env.example":
                "SUPABASE_URL=https://x\nexport SUPABASE_KEY=sb-very-secret\nPI_NETWORK_APP_ID=a\nPI_NETWORK_API_KEY=b\nLOG=1\n"
        ])
        #expect(found.externals.map(\.name) == ["supabase", "pi_network"])
        #expect(found.externals.first?.variables == ["SUPABASE_URL", "SUPABASE_KEY"])
        #expect(found.externals.map(\.critical) == [true, false])
        #expect(!"\(found)".contains("very-secret"))
    }

    @Test func contactsComeFromTheRepository() {
        let found = ProjectDetection([
            ".github/CODEOWNERS": "docs/ @writer\n* @ada @team/ops # all\n",
            ".git/config":
                "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = https://kim:token123@github.com/shop/shop.git\n",
        ])
        #expect(found.contacts.map(\.how) == ["@ada", "@team/ops"])
        #expect(found.dashboards == ["https://github.com/shop/shop/issues"])
        #expect(found.repositoryName == "shop")
        #expect(!"\(found)".contains("token123"))
    }

    private static func running(_ name: String, port: Int?, _ words: [String], manager: ServiceManagerKind = .process)
        -> RunningService
    {
        let service = Service(
            name: ServiceName(name), port: port, manager: manager, unit: manager == .process ? nil : "\(name).service")
        return RunningService(service: service, arguments: words, directory: "/srv/shop", why: "it listens on port 9")
    }

    @Test func whatRunsSaysHow() {
        let files = ["Procfile": "web: uvicorn shop.main:app --port 8000\n"]
        let words = ["/srv/shop/.venv/bin/python", "/srv/shop/.venv/bin/uvicorn", "shop.main:app", "--port", "8080"]
        let found = ProjectDetection(files, running: [Self.running("main", port: 8080, words)])
        #expect(found.names == ["web"])
        #expect(found.service("web")?.port == 8080)
        #expect(found.service("web")?.start?.first == ".venv/bin/python")
        #expect(found.reasons("web").contains("it listens on port 9"))
        let unit = ProjectDetection(files, running: [Self.running("web", port: 8000, [], manager: .systemd)])
        #expect(unit.service("web")?.manager == .systemd)
        #expect(unit.service("web")?.unit == "web.service")
        #expect(unit.service("web")?.start == nil)
    }

    /// Found in a container of the project `shop-old`, written down as any machine's Compose calls it.
    @Test func aComposeProjectsNameIsThisMachinesOwn() {
        let web = Service(name: "web", port: 8080, manager: .compose, unit: "shop-old/web")
        let seen = RunningService(service: web, arguments: [], directory: "/srv/shop", why: "it runs")
        let found = ProjectDetection(
            ["compose.yaml": "services:\n  web:\n    build: .\n    ports: [\"8080:80\"]\n"], running: [seen])
        #expect(found.names == ["web"])
        #expect(found.service("web")?.unit == "web")
    }

    @Test func aSecretOnACommandLineIsNotWrittenDown() {
        let found = ProjectDetection(
            [:], running: [Self.running("bot", port: 3001, ["node", "bot.js", "--token=abc123"])])
        #expect(found.service("bot")?.start == nil)
        #expect(!"\(found)".contains("abc123"))
    }

    @Test func aCommandWithoutAPortIsNotTakenForAService() {
        let found = ProjectDetection([:], running: [Self.running("head", port: nil, ["head", "-5"])])
        #expect(found.services.isEmpty)
        #expect(found.reasons("head").contains("not written down"))
        for words in [["celery", "-A", "shop", "worker"], ["node", "jobs.js"], ["/srv/shop/bin/jobs"]] {
            let found = ProjectDetection([:], running: [Self.running("jobs", port: nil, words)])
            #expect(found.names == ["jobs"], "\(words)")
        }
        let worker = ProjectDetection(
            ["Procfile": "jobs: python jobs.py\n"], running: [Self.running("jobs", port: nil, ["python", "jobs.py"])])
        #expect(worker.names == ["jobs"])
        #expect(worker.reasons("jobs").contains("it was seen to run"))
    }

    /// `init --update` in the middle of an outage must not write a platform without services.
    @Test func whatWasWrittenDownStaysWhileItIsDown() {
        let launch = LaunchSpecification(arguments: [".venv/bin/python", "web.py"], directory: "/srv/shop")
        let known = [
            Service(
                name: "web", port: 8000, launch: launch,
                endpoints: [Endpoint(name: "health", url: "http://localhost:8000/up")]),
            Service(name: "jobs", manager: .systemd, unit: "jobs.service"),
        ]
        let found = ProjectDetection(["Procfile": "jobs: python jobs.py\n"], known: known)
        #expect(found.names.sorted() == ["jobs", "web"])
        #expect(found.service("web")?.start == [".venv/bin/python", "web.py"])
        #expect(found.service("web")?.health == "/up")
        #expect(found.service("jobs")?.manager == .systemd)
        #expect(found.service("jobs")?.start == nil)
        let compose = ["compose.yaml": "services:\n  web: {build: ., ports: ['9000:80']}\n"]
        let unused = ProjectDetection(compose, known: known).service("web")
        #expect(unused?.manager == .process && unused?.unit == nil && unused?.port == 8000)
        #expect(unused?.start == [".venv/bin/python", "web.py"])
        let moved = ProjectDetection(
            [:], running: [Self.running("web", port: 8000, ["python", "new.py"])], known: known)
        #expect(moved.service("web")?.start == ["python", "new.py"])
    }

    /// The configuration refuses two services on one port, and circles.
    @Test func guessesNeverContradictEachOther() {
        let found = ProjectDetection([
            "Procfile": "a: node a.js --port 3000\nb: node b.js --port 3000\n",
            "compose.yaml": "services:\n  c: {build: ., depends_on: [d]}\n  d: {build: ., depends_on: [c]}\n",
        ])
        #expect(found.service("b")?.port == nil)
        #expect(found.reasons("b").contains("port 3000 is a's"))
        #expect(found.services.allSatisfy { $0.dependsOn.isEmpty })
        #expect(found.reasons("depends_on").contains("circle"))
    }
}
