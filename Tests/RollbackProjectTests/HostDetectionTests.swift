import RollbackCore
import RollbackProject
import Testing

struct HostDetectionTests {
    private static let compose = """
        x-common: &common
          restart: always
        services:
          api:
            <<: *common
            build: ./api
            ports: ["127.0.0.1:${API_PORT:-3000}:80"]
            depends_on:
              db: { condition: service_healthy }
            healthcheck:
              test: ["CMD-SHELL", "curl -f http://localhost:80/healthz || exit 1"]
          jobs:
            build: { context: ./jobs }
            depends_on: [api]
          db:
            image: docker.io/library/postgres:16
          tool:
            image: shop/tool
            profiles: [debug]
        """

    @Test func composeServicesAreRunByCompose() {
        let found = ProjectDetection(["compose.yaml": Self.compose])
        #expect(found.names == ["api", "jobs"])
        let api = found.service("api")
        #expect(api?.manager == .compose)
        #expect(api?.unit == "api")
        #expect(api?.port == 3000)
        #expect(api?.health == "/healthz")
        #expect(api?.dependsOn == ["db"])
        #expect(found.service("jobs")?.dependsOn == ["api"])
        #expect(found.externals.map(\.name) == ["db"])
        #expect(found.reasons("db").contains("no rollback restarts it"))
        #expect(found.reasons("tool").contains("profile"))
    }

    @Test func theApplicationInABuildFolderIsTheComposeServices() {
        let found = ProjectDetection([
            "docker-compose.yml":
                "services:\n  web:\n    build: ./site\n    ports:\n      - published: 5000\n        target: 80\n",
            "site/app.py": "from flask import Flask\napp = Flask('x')\n",
        ])
        #expect(found.names == ["web"])
        #expect(found.service("web")?.framework == .flask)
        #expect(found.service("web")?.port == 5000)
    }

    @Test func whatCannotBeReadIsSaid() {
        let found = ProjectDetection([
            "compose.yaml": "services: [\n", "railway.toml": "[deploy\n", "render.yaml": "a: b: c\n",
        ])
        #expect(found.services.isEmpty)
        for file in ["compose.yaml", "railway.toml", "render.yaml"] {
            #expect(found.reasons(file).contains("cannot be read"), "\(file)")
        }
    }

    @Test(arguments: [
        (
            "railway.toml",
            "[build]\nbuilder = \"NIXPACKS\"\n[deploy]\nstartCommand = \"uvicorn main:app --host 0.0.0.0 --port $PORT\"\nhealthcheckPath = \"/up\"\n"
        ),
        (
            "railway.json",
            "{\"deploy\": {\"startCommand\": \"uvicorn main:app --port $PORT\", \"healthcheckPath\": \"/up\"}}"
        ),
    ])
    func railwayNamesCommandAndHealth(file: String, text: String) {
        let found = ProjectDetection([file: text])
        #expect(found.names == ["web"])
        #expect(found.service("web")?.health == "/up")
        #expect(found.service("web")?.start == nil)
        #expect(found.dashboards == ["https://railway.com/dashboard"])
    }

    @Test func renderListsServicesAndDatabases() {
        let text = """
            databases:
              - name: shop-db
            services:
              - { type: web, name: shop, startCommand: gunicorn shop.wsgi:app -b 0.0.0.0:9000, healthCheckPath: /health }
              - { type: worker, name: mail, startCommand: python mail.py, rootDir: ./mail }
              - { type: cron, name: nightly }
            """
        let found = ProjectDetection(["render.yaml": text])
        #expect(found.names == ["shop", "mail"])
        #expect(found.service("shop")?.port == 9000)
        #expect(found.service("shop")?.health == "/health")
        #expect(found.service("mail")?.directory == "mail")
        #expect(found.externals.map(\.name) == ["database"])
    }

    @Test func packagesOfAMonorepoAreServicesWhenTheyServe() {
        let found = ProjectDetection([
            "package.json": "{\"workspaces\": [\"packages/*\"], \"scripts\": {\"build\": \"turbo build\"}}",
            "packages/api/package.json": "{\"name\": \"@shop/api\", \"scripts\": {\"start\": \"node src/index.js\"}}",
            "packages/api/src/index.js":
                "const port = process.env.PORT || 4000\napp.get('/health', ok)\napp.listen(port)\n",
            "packages/site/package.json":
                "{\"name\": \"site\", \"scripts\": {\"start\": \"next start\"}, \"dependencies\": {\"next\": \"15\"}}",
            "packages/ui/package.json": "{\"name\": \"ui\", \"scripts\": {\"start\": \"vite\"}}",
        ])
        #expect(found.names.sorted() == ["api", "site"])
        let api = found.service("api")
        #expect(api?.port == 4000)
        #expect(api?.health == "/health")
        #expect(api?.directory == "packages/api")
        #expect(api?.start == ["node", "src/index.js"])
        #expect(found.service("site")?.port == 3000)
        #expect(found.service("site")?.start == ["npm", "run", "start"])
    }
}
