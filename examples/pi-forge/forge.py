"""What the scripts of this directory share: the platform's ports, processes, git and venv.

Only the standard library, so that the scripts run before anything is installed.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
HEALTH = {"fastapi": "/", "flask": "/health", "gradio": "/", "pi_sandbox": "/health"}
# Of bad releases: `bad` makes them, `check` knows what each breaks.
OFFLINE = "PI_FORGE_OFFLINE"
KINDS = ("crash", "login", "dependency", "environment", "leak", "ui", "migration")


def fail(message: str) -> None:
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


class Unexpected(Exception):
    """Something went otherwise than it should."""


def headline(text: str) -> None:
    print(f"\n— {text}", flush=True)


def script(name: str, *arguments: str | Path) -> int:
    """Runs one of the neighbours; its exit status."""
    return subprocess.run([sys.executable, HERE / name, *arguments]).returncode


def expect(code: int, expected: int, what: str) -> None:
    if code != expected:
        raise Unexpected(f"{what}: exit {code} instead of {expected}")


def on_fresh_platform(name: str, run: Callable[[Path], None]) -> int:
    """Calls `run` with a new directory below ${DEMO_DIR:-.demo/platform}; 0 only if all went as expected.

    Whatever happens, the services of a platform that was made there are stopped at the end.
    """
    parent = Path(os.environ.get("DEMO_DIR") or ".demo/platform").resolve()
    parent.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    for signal_number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, lambda *_: sys.exit(130))
    try:
        run(root)
        print("\nAs expected.")
        return 0
    except Unexpected as reason:
        print(f"\nNOT as expected: {reason}\nthe services' logs are in {root}/logs", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        # A second Ctrl-C must not leave the services running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if (root / "Procfile").exists():
            script("services", "stop", root)


def platform_directory(argument: str) -> Path:
    root = Path(argument).resolve()
    if not (root / "Procfile").exists():
        fail(f"{argument} is not a demo platform: make one with `create {argument}`")
    return root


# Without a network

def without_network(arguments: list[str]) -> NoReturn:
    """Becomes the same program in a network namespace of its own, where only this machine's loopback answers."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    os.execvpe("unshare", ["unshare", *own, "--net", "--", sys.executable, *arguments], {**os.environ, OFFLINE: "1"})


def can_do_without() -> bool:
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    try:
        return subprocess.run(["unshare", *own, "--net", "--", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


def is_offline() -> bool:
    return OFFLINE in os.environ


def raise_loopback() -> None:
    """What `ip link set lo up` does, where there may be no ip (netdevice(7))."""
    get_flags, set_flags, up, form = 0x8913, 0x8914, 1, "16sh14x"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        answer = fcntl.ioctl(one, get_flags, struct.pack(form, b"lo", 0))
        fcntl.ioctl(one, set_flags, struct.pack(form, b"lo", struct.unpack(form, answer)[1] | up))


def expect_no_network() -> None:
    for host in ("pypi.org", "github.com", "1.1.1.1"):
        try:
            socket.create_connection((host, 443), 2).close()
        except OSError:
            continue
        raise Unexpected(f"{host} can be reached, so this proves nothing")


# The platform's own files

def dotenv(root: Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in (root / ".env").read_text().splitlines())
    return {n.strip(): v.strip() for n, equals, v in pairs if equals and not n.startswith("#")}


def ports(root: Path) -> dict[str, int]:
    values = dotenv(root)
    return {service: int(values[f"{service.upper()}_PORT"]) for service in procfile(root)}


def procfile(root: Path) -> dict[str, list[str]]:
    """Each service's argv, its $NAMES replaced from .env."""
    values, commands = dotenv(root), {}
    for line in (root / "Procfile").read_text().splitlines():
        service, _, command = line.partition(":")
        words = command.split()
        commands[service] = [values.get(w[1:], "") if w.startswith("$") else w for w in words]
    return commands


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would lead Python to other packages."""
    unwanted = ("PYTHON", "VIRTUAL_ENV", "DATABASE", "PI_NETWORK_")
    return {n: v for n, v in os.environ.items() if not n.startswith(unwanted)}


def git(root: Path, *arguments: str, **environment: str) -> str:
    """git without the user's own hooks and signing; its output."""
    command = ["git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false",
               "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, cwd=root, env={**os.environ, **environment},
                          capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"git {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


# Processes and ports

def free_ports(count: int) -> list[int]:
    """All held at once, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    numbers = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return numbers


def listener(port: int) -> int | None:
    """The process that listens on this port, if any."""
    if not Path("/proc/net/tcp").exists():  # not Linux
        found = subprocess.run(["lsof", "-ti", f"tcp:{port}", "-sTCP:LISTEN"],
                               capture_output=True, text=True).stdout.split()
        return int(found[0]) if found else None
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            for line in Path(table).read_text().splitlines()[1:]:
                field = line.split()
                if field[3] == "0A" and int(field[1].rpartition(":")[2], 16) == port:
                    sockets.add(f"socket:[{field[9]}]")
    for process in Path("/proc").iterdir() if sockets else ():
        if process.name.isdigit():
            try:
                if any(os.readlink(f) in sockets for f in (process / "fd").iterdir()):
                    return int(process.name)
            except OSError:  # gone meanwhile, or somebody else's
                continue
    return None


def get(url: str, timeout: float = 10) -> tuple[int, str]:
    """Status and text; status 0 if there was no answer."""
    # No proxy: these are this machine's own ports.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=timeout) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


# The virtual environment: one for each requirements.txt, shared by all demos

def cache() -> Path:
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pi-forge"
    return Path(os.environ.get("PI_FORGE_CACHE") or default).resolve()


def start_from_another(venv: Path) -> bool:
    """Takes the packages of a complete environment, so that pip only installs what differs.

    Files are linked, not copied: pip replaces a file by a new one and never writes into it.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for other in venv.parent.glob("venv-*/"):
        packages = other / "lib" / version / "site-packages"
        if not (other / ".complete").exists() or not packages.exists():
            continue
        own = venv / "lib" / version / "site-packages"
        shutil.rmtree(own)
        shutil.copytree(packages, own, copy_function=os.link)
        for script in (other / "bin").iterdir():
            if script.is_file() and not script.is_symlink() and not (venv / "bin" / script.name).exists():
                shutil.copy2(script, venv / "bin")
                here = venv / "bin" / script.name
                here.write_bytes(here.read_bytes().replace(bytes(other), bytes(venv)))
        return True
    return False


def ensure_venv(root: Path) -> bool:
    """Points DIR/.venv to the environment of its requirements.txt; builds it first if it is new.

    An environment cannot be moved after it was built, so it is built in place, and only a stamp
    written at the end makes it count. True if the link changed.
    """
    requirements = root / "requirements.txt"
    identity = requirements.read_bytes() + sys.version.encode()
    venv = cache() / f"venv-{hashlib.sha256(identity).hexdigest()[:16]}"
    venv.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{venv}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The stamp alone is not enough: caches are cleaned up by whoever runs short of disk.
        if not ((venv / ".complete").exists() and (venv / "bin/python").exists()):
            started = time.monotonic()
            print(f"installing {requirements} into {venv}, once", flush=True)
            shutil.rmtree(venv, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
            if not start_from_another(venv):
                ensurepip = [str(venv / "bin/python"), "-m", "ensurepip", "--default-pip"]
                subprocess.run(ensurepip, env=clean_environment(), check=True, stdout=subprocess.DEVNULL)
            pip = [str(venv / "bin/python"), "-m", "pip", "install", "--quiet",
                   "--disable-pip-version-check", "--requirement", str(requirements)]
            if subprocess.run(pip, env=clean_environment()).returncode != 0:
                fail("the packages could not be installed")
            (venv / ".complete").touch()
            print(f"installed in {time.monotonic() - started:.0f} s", flush=True)
    link = root / ".venv"
    if link.is_symlink() and link.resolve() == venv:
        return False
    fresh = root / ".venv.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(venv)
    fresh.rename(link)
    return True


def alembic(root: Path, *arguments: str) -> str:
    (root / "data").mkdir(exist_ok=True)
    done = subprocess.run([".venv/bin/python", "-m", "alembic", *arguments], cwd=root,
                          env=clean_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"alembic {' '.join(arguments)}:\n{done.stderr}")
    return done.stdout
