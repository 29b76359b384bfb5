"""Runs a proof again in an environment of its own below .build, where the package that seals is missing."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent.parent.parent / ".build/recover-venv"


def ensure() -> None:
    """`cryptography` (PyPI) can be imported when this returns."""
    try:
        import cryptography  # noqa: F401
    except ImportError:
        python = ENVIRONMENT / "bin/python"
        if not python.exists():
            venv.create(ENVIRONMENT, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "cryptography>=42"], check=True)
        os.execv(python, [str(python), *sys.argv])
