"""A platform whose releases are directories beside each other, each with a dependency set of its own."""

import hashlib
import os
import shlex
import shutil
from pathlib import Path

import lastgood
import machine
import scripts
import synthetic
from platforms import Platform, Service
from probing import DidNotWork
from rounds import Contender

LOCK = "requirements.txt"
LAYOUT: dict[str, object] = {"layout": "release_directories"}


def requirement(version: str) -> str:
    return f"benchdep=={version}\n"


def create(name: str, work: Path, ports: list[int], files: int) -> Platform:
    """Both releases are on disk, the bad one is live; nothing runs."""
    root = work / name
    root.mkdir()
    services = [Service(f"service{number}", (machine.PYTHON, "-ISE", synthetic.SERVICE, str(port)), port,
                        synthetic.HEALTH, '"{}"') for number, port in enumerate(ports)]
    machine.git(work, root, "init", "--quiet", "--initial-branch=main")
    releases = [synthetic.contents(files, services, True, version, LAYOUT) | {LOCK: requirement(version)}
                for version in (synthetic.GOOD, synthetic.BAD)]
    synthetic.fast_import(root, releases)
    machine.git(work, root, "checkout", "--quiet", "--force", "main")
    platform = Platform(name, work, root, services, machine.git(work, root, "rev-parse", "main~1"),
                        machine.git(work, root, "rev-parse", "main"), synthetic.GOOD, synthetic.BAD, tells_up=True)
    for version in (synthetic.GOOD, synthetic.BAD):
        dependency_set(platform, version)
    # The one that is installed; a release directory links to it, or to the other.
    os.symlink(place(platform, synthetic.BAD), root / ".venv")
    (root / ".git/info/exclude").write_text("/.venv\n")
    run(platform, "release", "activate", platform.bad, "--auto-confirm")
    run(platform, "release", "build", platform.good)
    platform.stop()
    return platform


def place(platform: Platform, version: str) -> Path:
    """Named after its lock file, as deployments that switch a link do it."""
    return platform.work / f"{platform.name}-sets" / hashlib.sha256(requirement(version).encode()).hexdigest()[:16]


def dependency_set(platform: Platform, version: str) -> None:
    folder = place(platform, version)
    machine.run([machine.PYTHON, "-m", "venv", "--without-pip", folder], platform.work, platform.work)
    packages = next((folder / "lib").glob("python*")) / "site-packages"
    (packages / f"benchdep-{version}.dist-info").mkdir()


def run(platform: Platform, *words: str) -> str:
    return machine.run([str(lastgood.program()), *words], platform.work, platform.root)


def contender(platform: Platform) -> Contender:
    """lastgood, from the bad release to the good one, both on disk."""
    return between(platform, "lastgood", [
        str(lastgood.program()), "rollback", "--fast", "--commit", platform.good, "--auto-confirm", "--json"])


def by_hand(platform: Platform, name: str) -> Contender:
    """What is left of any tool with this layout: the link, and the services at once. Nothing is looked at."""
    live = platform.root / "current"
    relink = f"ln -sfn releases/{release(platform, platform.good)} {shlex.quote(str(live))}\ncd {shlex.quote(str(live))}\n"
    script = scripts.write(platform, "relink", scripts.functions(platform, live) + relink
                           + scripts.at_once(platform, "restart") + scripts.curl_loop(platform))
    return between(platform, name, ["sh", str(script)])


def between(platform: Platform, name: str, command: list[str]) -> Contender:
    (good, bad) = (release(platform, platform.good), release(platform, platform.bad))
    live = platform.root / "current"
    start = scripts.start(platform, live)

    def reset() -> None:
        platform.stop()
        for left in ("runs", "plans", "services", "pin.json"):
            path = platform.root / ".git/lastgood" / left
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        machine.run(["ln", "-sfn", f"releases/{bad}", live], platform.work, platform.root)
        platform.start(start, platform.bad_marker)

    def check() -> None:
        said = (live / "app/VERSION").read_text().strip()
        if said != platform.good_marker or os.readlink(live) != f"releases/{good}":
            raise DidNotWork(f"{name} left release {said}")
        if (live / ".venv").resolve() != place(platform, synthetic.GOOD).resolve():
            raise DidNotWork(f"{name} left the dependency set {os.readlink(live / '.venv')}")

    return Contender(name, platform, command, platform.root, reset, check=check)


def release(platform: Platform, commit: str) -> str:
    names = [one.name for one in (platform.root / "releases").iterdir() if one.name.startswith(commit[:12])]
    if len(names) != 1:
        raise DidNotWork(f"{platform.name}: {len(names)} directories of {commit[:7]}")
    return names[0]
