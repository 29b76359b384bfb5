"""This machine's ports, processes and commands, as the benches use them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from probing import DidNotWork

# Not a shim that is a shell script: its start would be measured with every service's.
PYTHON = os.path.realpath(sys.executable)
BETWEEN_POLLS = 0.005


def environment(work: Path) -> dict[str, str]:
    """What every command and service gets, whoever runs the bench: nothing of theirs that changes a figure."""
    state = work / "state"
    state.mkdir(exist_ok=True, mode=0o700)
    kept = {name: value for name, value in os.environ.items()
            if name in ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CACHE_HOME", "PI_FORGE_CACHE")
            or name.lower().endswith("_proxy") or name.startswith("PIP_")}
    kept["PATH"] = f"{os.path.dirname(PYTHON)}:{kept.get('PATH', os.defpath)}"
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": str(state),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}


def run(command: Sequence[str | Path], work: Path, cwd: Path, **more: str) -> str:
    """Its output; DidNotWork with its last words otherwise."""
    done = subprocess.run(command, cwd=cwd, env={**environment(work), **more}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise DidNotWork(f"{' '.join(map(str, command))}: exit {done.returncode}"
                         + last_words(done.stderr, done.stdout))
    return done.stdout


def last_words(errors: str, output: str) -> str:
    """What a failed command said, for a person: lines that speak of an error, else the last ones."""
    lines = [line.strip() for line in (errors.strip() or output).splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|fatal|failed|cannot", line, re.IGNORECASE)]
    return "".join(f"\n    {line[:300]}" for line in (telling or lines)[-6:])


def install(*packages: str) -> None:
    """From Debian, with what they need and no more; their services are not started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DidNotWork(f"please install these packages of Debian: {' '.join(packages)}")
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            if subprocess.run(["apt-get", "-qq", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                              stdout=subprocess.DEVNULL).returncode != 0:
                raise DidNotWork(f"apt-get {' '.join(words)} failed")
    finally:
        if ours:
            policy.unlink()


def git(work: Path, root: Path, *arguments: str) -> str:
    return run(["git", "-c", "gc.auto=0", *arguments], work, root).strip()


class Ports:
    """Free ports below those that the system lends to clients.

    A client of a port that nobody listens on may be lent that very port, and then connects to itself.
    """

    def __init__(self) -> None:
        self.next = 20_000 + os.getpid() % 5_000

    def take(self, count: int) -> list[int]:
        found: list[int] = []
        while len(found) < count:
            self.next = self.next + 1 if self.next < 32_000 else 20_000
            with socket.socket() as one:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    one.bind(("127.0.0.1", self.next))
                    found.append(self.next)
                except OSError:
                    continue
        return found


def accepts(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def living_in(root: Path) -> list[int]:
    """Processes whose current directory is `root` or below: there live only those that the bench started."""
    inside, found = str(root), []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                where = os.readlink(f"/proc/{entry}/cwd")
            except OSError:  # gone meanwhile, or somebody else's
                continue
            if where == inside or where.startswith(inside + "/"):
                found.append(int(entry))
    return found


def end_processes(root: Path) -> None:
    """Ends what lives in a platform: by KILL, because the next round starts from nothing anyway."""
    deadline = time.monotonic() + 10
    while pids := living_in(root):
        if time.monotonic() > deadline:
            raise DidNotWork(f"processes {pids} in {root} do not end")
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(BETWEEN_POLLS)
