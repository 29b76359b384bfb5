"""The demo platform as one to be measured: made by its own scripts, with its bad release that only looks bad."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import machine
from platforms import Platform, Service

SOURCE = Path(__file__).resolve().parent.parent / "examples/pi-forge"
# It answers as well as the good one, so that clients' downtime is all the rollback's.
BAD_RELEASE = "ui"


def load_forge() -> ModuleType:
    """The demo's own reading of Procfile and .env."""
    spec = importlib.util.spec_from_file_location("forge", SOURCE / "forge.py")
    assert spec and spec.loader
    forge = importlib.util.module_from_spec(spec)
    sys.modules["forge"] = forge
    spec.loader.exec_module(forge)
    return forge


def create(name: str, work: Path, ports: list[int], *, configured: bool) -> Platform:
    forge = load_forge()
    root = work / name
    variant = [] if configured else ["--without-rollback"]
    machine.run([machine.PYTHON, SOURCE / "create", root, "--ports", ",".join(map(str, ports)), *variant], work, work)
    good = machine.git(work, root, "rev-parse", "HEAD")
    machine.run([machine.PYTHON, SOURCE / "bad", BAD_RELEASE, root], work, work)
    bad = machine.git(work, root, "rev-parse", "HEAD")
    health = forge.HEALTH
    services = [Service(name, tuple(argv), forge.ports(root)[name], health[name])
                for name, argv in forge.procfile(root).items()]
    # The gateway says which commit it was started from; it is what clients ask.
    services = [Service(one.name, one.argv, one.port, "/", '"commit":"{}"') if one.name == "fastapi" else one
                for one in services]
    services.sort(key=lambda one: one.name != "fastapi")
    platform = Platform(name, work, root, services, good, bad, good, bad, environment_file=".env")
    platform.age(platform.git("ls-files", "-z").split("\0"))
    os.sync()
    return platform

