"""What the checks on this machine's Podman share: whether a container runs at all, ports, and commands that must work.

Nothing is fetched: the images that the checks build begin with one static busybox, or with nothing.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "pi-forge"))
from forge import Unexpected  # noqa: E402

IMAGE = "localhost/lastgood-check"
# Images that are built on it have it too.
LABEL = "lastgood-check"
BASE = f"""\
FROM scratch
LABEL {LABEL}=1
COPY busybox /bin/busybox
COPY busybox /bin/sh
"""
# For machines whose limits and control groups are the plain ones of a container or a small virtual machine.
PLAIN = """\
[containers]
default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
"""


def run(*words: object, inside: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], cwd=inside, capture_output=True, text=True, timeout=300)


def must(*words: object, inside: Path | None = None) -> str:
    done = run(*words, inside=inside)
    if done.returncode:
        raise Unexpected(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def free_ports(count: int) -> list[int]:
    """Below those that the kernel gives away, so that they are the services' own."""
    ports: list[int] = []
    for port in range(21_000 + os.getpid() % 5_000, 32_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                ports.append(port)
        if len(ports) == count:
            break
    return ports


def obstacle(work: Path) -> str | None:
    """None when a container of `IMAGE` ran; otherwise why none does.

    As the machine is set up, or else in the plain way, which then holds for all that comes.
    """
    missing = [name for name in ("podman", "podman-compose", "busybox") if not shutil.which(name)]
    if missing:
        return f"there is no {', '.join(missing)}"
    shutil.copy(shutil.which("busybox") or "", work / "busybox")
    (work / "Dockerfile").write_text(BASE)
    (work / "containers.conf").write_text(PLAIN)
    why = ""
    for settings in ({}, {"CONTAINERS_CONF": str(work / "containers.conf")}):
        os.environ.update(settings)
        built = run("podman", "build", "--quiet", "--tag", IMAGE, work)
        tried = run("podman", "run", "--rm", IMAGE, "/bin/busybox", "true") if not built.returncode else built
        if not tried.returncode:
            return None
        why = (tried.stderr.strip().splitlines() or ["it said nothing"])[-1]
    return why


def remove_images(*names: str) -> None:
    """These, the one of `obstacle`, and those that had a name until a newer one was built."""
    if shutil.which("podman"):
        run("podman", "rmi", "--force", *names, IMAGE)
        run("podman", "image", "prune", "--force", "--filter", f"label={LABEL}")


def is_known_to_lack_them() -> bool:
    """Whoever starts a check says that this machine can run no container, and that this is no failure."""
    return os.environ.get("LASTGOOD_NO_CONTAINERS") == "1"
