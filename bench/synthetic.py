"""Platforms of any size: a repository of many files, a bad release that changes some, and tiny services."""

import json
import os
import subprocess
import time
from pathlib import Path

import machine
from platforms import Platform, Service

GOOD, BAD = "1.0.0", "2.0.0"
FILES_A_FOLDER = 50
CHANGED = 30
SERVICE = "app/tiny_service.py"
HEALTH = "/health"

LITTER = {
    "app/module_0.py": "# looked at something, never committed\n",
    "notes.txt": "who was on call?\n",
    "uploads/receipt-1.txt": "1\n",
    "uploads/receipt-2.txt": "2\n",
    "app/__pycache__/module_0.cpython-311.pyc": "stale",
    "src/folder_00/__pycache__/file_00001.cpython-311.pyc": "stale",
}


def file_name(number: int) -> str:
    return f"src/folder_{number // FILES_A_FOLDER:02}/file_{number:05}.py"


def text(number: int, release: str) -> str:
    """About a kilobyte, like a small module."""
    lines = [f"VALUE_{number}_{line} = {number * 31 + line}" for line in range(30)]
    return "\n".join([f'"""Part {number} of release {release}."""', *lines, ""])


def contents(files: int, services: list[Service], configured: bool, release: str,
             more: dict[str, object] | None = None) -> dict[str, str]:
    """Every file of a release; the bad one differs in CHANGED of them."""
    here = {
        ".gitignore": "__pycache__/\n*.pyc\nlogs/\n",
        SERVICE: Path(__file__).with_name("tiny_service.py").read_text(),
        "app/VERSION": release + "\n",
        "app/module_0.py": "# an ordinary module\n",
    }
    if configured:
        here.update(configuration(services, more or {}))
    rest = files - len(here)
    # Spread over the tree, as real changes are.
    step = max(1, rest // (CHANGED - 1))
    changed = {number * step for number in range(CHANGED - 1)}
    for number in range(rest):
        here[file_name(number)] = text(number, release if number in changed else GOOD)
    return here


def configuration(services: list[Service], more: dict[str, object]) -> dict[str, str]:
    described = {
        one.name: {
            "port": one.port, "depends_on": [], "critical": True, "health_endpoint": one.path,
            "start": list(one.argv), "directory": ".", "stop_timeout_seconds": 5,
        } for one in services
    }
    endpoints = {
        one.name: {
            "name": one.name, "port": one.port, "protocol": "http", "critical": True,
            "endpoints": {"health": {
                "path": one.path, "method": "GET", "expected_status": 200,
                "expected_response_contains": "healthy", "timeout_seconds": 5}},
        } for one in services
    }
    rollback = {"version": "1.0.0", "service_dependencies": described,
                "timeouts": {"service_restart_seconds": 30, "health_check_timeout_seconds": 60}, **more}
    return {
        "rollback/config/rollback-config.json": json.dumps(rollback, indent=2) + "\n",
        "rollback/config/service-endpoints.json":
            json.dumps({"version": "1.0.0", "services": endpoints}, indent=2) + "\n",
        "rollback/config/known-good-commits.json": json.dumps({"version": "1.0.0", "commits": []}, indent=2) + "\n",
    }


def fast_import(root: Path, releases: list[dict[str, str]]) -> None:
    """Commits in a row on `main`: `git fast-import` writes 100,000 files in about a second."""
    process = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE)
    assert process.stdin
    before: dict[str, str] = {}
    began = int(time.time()) - 86_400 * (len(releases) + 1)
    for number, files in enumerate(releases):
        subject = f"Release {number + 1}".encode()
        process.stdin.write(b"commit refs/heads/main\ncommitter Bench <bench@example.com> %d +0000\ndata %d\n%s\n"
                            % (began + 86_400 * number, len(subject), subject))
        for name, content in files.items():
            if before.get(name) != content:
                data = content.encode()
                process.stdin.write(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data))
        before = files
    process.stdin.close()
    if process.wait() != 0:
        raise OSError("git fast-import failed")


def create(name: str, work: Path, ports: list[int], *, files: int = 10_000, configured: bool) -> Platform:
    root = work / name
    root.mkdir()
    # The tree does not import the system's site packages: that would be measured with each start.
    services = [Service(f"service{number}", (machine.PYTHON, "-ISE", SERVICE, str(port)), port, HEALTH, '"{}"')
                for number, port in enumerate(ports)]
    machine.git(work, root, "init", "--quiet", "--initial-branch=main")
    fast_import(root, [contents(files, services, configured, release) for release in (GOOD, BAD)])
    machine.git(work, root, "checkout", "--quiet", "--force", "main")
    platform = Platform(name, work, root, services, machine.git(work, root, "rev-parse", "main~1"),
                        machine.git(work, root, "rev-parse", "main"), GOOD, BAD, litter=LITTER, tells_up=True)
    platform.age(platform.git("ls-files", "-z").split("\0"))
    os.sync()
    return platform


def released(platform: Platform, ports: list[int]) -> Platform:
    """The same releases and services, on other ports and not in a checkout: for tools with release folders."""
    root = platform.work / f"{platform.name}-released"
    root.mkdir()
    services = [Service(f"service{number}", (machine.PYTHON, "-ISE", SERVICE, str(port)), port, HEALTH, '"{}"')
                for number, port in enumerate(ports)]
    return Platform(root.name, platform.work, root, services, platform.good, platform.bad, GOOD, BAD)
