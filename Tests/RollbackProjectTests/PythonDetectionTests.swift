import RollbackProject
import Testing

struct PythonDetectionTests {
    private static let fastapi = """
        from fastapi import FastAPI
        import sqlalchemy
        app = FastAPI(title="Gateway", version="1")

        @app.get("/")
        async def root(): ...

        @app.get("/health")
        def health(): ...
        """

    @Test func threeFrameworksWithoutAnyOtherFileAreThreeServices() {
        let found = ProjectDetection([
            "server/main.py": Self.fastapi,
            "server/app.py":
                "from flask import Flask\napp = Flask(__name__)\napp.run(port=int(os.getenv('P', '5001')))\n",
            "server/canticle.py": "import gradio as gr\nwith gr.Blocks() as b: pass\nb.launch(server_port=7861)\n",
            "requirements.txt": "fastapi==0.1\nflask-login==1\ngradio>=4\n",
            ".env.example": "DATABASE_URL=sqlite://x\n",
        ])
        #expect(found.names.sorted() == ["fastapi", "flask", "gradio"])
        #expect(found.service("fastapi")?.port == 8000)
        #expect(found.service("fastapi")?.health == "/health")
        #expect(found.service("fastapi")?.title == "Gateway")
        #expect(found.service("fastapi")?.dependsOn == ["database"])
        #expect(found.service("flask")?.port == 5001)
        #expect(found.service("gradio")?.port == 7861)
        #expect(found.reasons("fastapi").contains("server/main.py makes a FastAPI application"))
        #expect(found.reasons("fastapi").contains("port 8000 is FastAPI's usual one"))
        #expect(found.reasons("fastapi").contains("requirements.txt names fastapi"))
        #expect(!found.reasons("flask").contains("requirements.txt"))
    }

    @Test func anApplicationBelongsToTheLineThatStartsIt() {
        let found = ProjectDetection([
            "gate/main.py": Self.fastapi,
            "Procfile":
                "# who serves\ngate: .venv/bin/python -m uvicorn gate.main:app --port $GATE_PORT\nwork: python work.py | tee x\n",
            ".env.example": "GATE_PORT=8123\n", ".env": "SECRET=1\n",
        ])
        #expect(found.names == ["gate", "work"])
        let gate = found.service("gate")
        #expect(gate?.framework == .fastapi)
        #expect(gate?.port == 8123)
        #expect(gate?.start == [".venv/bin/python", "-m", "uvicorn", "gate.main:app", "--port", "8123"])
        #expect(found.reasons("gate").hasPrefix("Procfile:2 starts it"))
        #expect(found.service("work")?.start == nil)
        #expect(found.service("work")?.port == nil)
        #expect(found.environmentFile == ".env")
    }

    @Test func whatOnlyImportsAFrameworkIsNoService() {
        let found = ProjectDetection([
            "lib/types.py": "from fastapi import Request\n", "tests/conftest.py": Self.fastapi,
            "docs/main.py": Self.fastapi, "notes.py": "# from flask import Flask\n# Flask(\n",
        ])
        #expect(found.services.isEmpty)
    }

    @Test func aGradioInterfaceOnFastAPIIsGradio() {
        let found = ProjectDetection([
            "ui/main.py":
                "import gradio\nfrom fastapi import FastAPI\nwith gradio.Blocks() as b: pass\napp = FastAPI()\n"
        ])
        #expect(found.names == ["gradio"])
        #expect(found.service("gradio")?.port == 7860)
    }

    @Test func theReleaseLineIsNoServiceAndIsSaid() {
        let found = ProjectDetection(["Procfile": "release: alembic upgrade head\nweb: node server.js\n"])
        #expect(found.names == ["web"])
        #expect(found.reasons("release").contains("alembic upgrade head"))
    }
}
