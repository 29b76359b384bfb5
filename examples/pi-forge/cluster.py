"""A PostgreSQL cluster of the demo's own: on a free port, for as long as it is needed."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forge

USER = DATABASE = "pi_forge"
DEBIAN = Path("/usr/lib/postgresql")


def programs() -> Path:
    """Where initdb and pg_ctl are: Debian has them outside of PATH, a folder a version."""
    versions = sorted((int(one.name) for one in DEBIAN.glob("[0-9]*")), reverse=True)
    places = [DEBIAN / str(version) / "bin" for version in versions]
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    forge.fail("PostgreSQL is not installed here: scripts/setup postgres installs it")


def as_owner(command: list[str | Path]) -> list[str | Path]:
    """PostgreSQL refuses to run as root; then it is the user whom its package has made."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", *command]


@contextmanager
def own_cluster() -> Iterator[str]:
    """The address of an empty database; its cluster is stopped and removed at the end."""
    # Not below the project: its folders may be closed to the cluster's user.
    root = Path(tempfile.mkdtemp(prefix="pi-forge-cluster-"))
    data, port, password = root / "data", forge.free_ports(1)[0], secrets.token_hex(16)
    started = False
    try:
        file = root / "password"
        file.touch(mode=0o600)
        file.write_text(password)
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            for path in (root, file):
                os.chown(path, user.pw_uid, user.pw_gid)
        call("initdb", ["--pgdata", data, "--username", USER, "--pwfile", file, "--auth=scram-sha-256", "--no-locale",
                        "--encoding=UTF8", "--no-instructions"], root)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {root}"
        call("pg_ctl", ["start", "--wait", "--silent", "--pgdata", data, "--log", root / "log", "-o", options], root)
        started = True
        call("createdb", ["--host=127.0.0.1", f"--port={port}", f"--username={USER}", DATABASE], root,
             PGPASSWORD=password)
        print(f"✓ postgresql {version()} answers on port {port}", flush=True)
        yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
    finally:
        if started:
            subprocess.run(as_owner([programs() / "pg_ctl", "stop", "--mode=immediate", "--silent", "--pgdata", data]),
                           cwd=root, check=False)
        shutil.rmtree(root, ignore_errors=True)


def call(program: str, arguments: list[str | Path], folder: Path, **environment: str) -> None:
    """Its words are shown only when it fails. A server that it starts must not hold a pipe of ours open."""
    with tempfile.TemporaryFile() as said:
        code = subprocess.run(as_owner([programs() / program, *arguments]), cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=said, stderr=said, env={**os.environ, **environment}).returncode
        said.seek(0)
        if code != 0:
            raise forge.Unexpected(f"{program}: exit {code}: {said.read().decode(errors='replace').strip()}")


def version() -> str:
    said = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[2]
