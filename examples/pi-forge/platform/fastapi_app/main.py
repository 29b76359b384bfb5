"""The gateway's application. Each feature is a router of its own."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from core import database, settings
from fastapi_app import auth
from fastapi_app import payments
from fastapi_app import stream

COMMIT, VERSION = settings.commit(), settings.version()

app = FastAPI(title="Pi Forge gateway", version=VERSION)
app.include_router(auth.router)
app.include_router(payments.router)
app.include_router(stream.router)


@app.get("/")
async def root() -> dict[str, str]:
    """Liveness: the process answers."""
    return {"status": "healthy", "service": "fastapi", "version": VERSION, "commit": COMMIT}


@app.get("/health")
def health() -> JSONResponse:
    """Readiness: the database answers too."""
    try:
        database.check()
    except Exception as error:  # whatever it is, the answer is the same: not now
        return JSONResponse({"status": "unhealthy", "database": type(error).__name__}, 503)
    return JSONResponse({"status": "healthy", "database": "connected", "commit": COMMIT})
