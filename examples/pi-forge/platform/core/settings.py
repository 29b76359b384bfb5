"""Settings, read once from the environment (which the start command fills from .env)."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def required(name: str) -> str:
    """The value of a variable without which the platform must not start."""
    value = os.environ.get(name, "")
    if not value:
        raise RuntimeError(f"{name} is not set: see .env.example")
    return value


def read_dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; for tools that run outside the services, such as Alembic."""
    values = {}
    for line in path.read_text().splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            values[name.strip()] = value.strip()
    return values


def database_url() -> str:
    """DATABASE says which kind is meant, DATABASE_URL where it is; they must agree."""
    kind, url = os.environ.get("DATABASE", "sqlite"), required("DATABASE_URL")
    if kind == "postgres":
        scheme, separator, rest = url.partition("://")
        if not separator or not scheme.startswith("postgres"):
            raise RuntimeError("DATABASE=postgres needs a postgresql:// DATABASE_URL")
        return f"postgresql+psycopg://{rest}"
    if not url.startswith("sqlite:///"):
        raise RuntimeError("DATABASE=sqlite needs a sqlite:/// DATABASE_URL")
    # A relative path is meant from the platform's root, wherever the process was started.
    return f"sqlite:///{ROOT / url.removeprefix('sqlite:///')}"


def commit() -> str:
    """The commit that this process was started from (not the one checked out later)."""
    try:
        return subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def version() -> str:
    return (ROOT / "VERSION").read_text().strip()
