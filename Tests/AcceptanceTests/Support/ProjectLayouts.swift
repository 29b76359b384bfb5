/// Projects of other kinds than the demo platform.
enum ProjectLayouts {
    static let compose = [
        "docker-compose.yml": """
        services:
          api:
            build: .
            ports: ["3100:3000"]
            depends_on: [db]
            healthcheck:
              test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
          db:
            image: postgres:16

        """,
        "package.json": #"{"name": "shop", "scripts": {"start": "node server.js"}, "dependencies": {"express": "5"}}"#,
        "server.js": "const port = process.env.PORT || 3000\napp.get('/health', ok)\napp.listen(port)\n",
        ".env.example": "DATABASE_URL=postgres://localhost/shop\nSTRIPE_API_KEY=\n",
    ]

    static let monorepo = [
        "package.json": #"{"workspaces": ["packages/*"], "scripts": {"build": "turbo build"}}"#,
        "packages/api/package.json": #"{"name": "@shop/api", "scripts": {"start": "node index.js"}}"#,
        "packages/api/index.js": "app.listen(4000)\n",
        "services/prices/main.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/health')\ndef f(): ...\n",
        "services/prices/requirements.txt": "fastapi\n",
        "db/migrations/20250101120000_users.sql": "-- migrate:up\ncreate table a (b int);\n",
        ".github/CODEOWNERS": "* @ada\n",
    ]
}
