"""A PostgreSQL server that can be killed: durable, as a platform's is."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg


def bin_folder() -> str:
    """POSTGRES_BIN, or the newest of Debian's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return os.environ.get("POSTGRES_BIN") or (str(found[-1].parent) if found else "")


class Server:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.socket = f"{folder}/socket"
        self.bin = bin_folder()
        self.as_user: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        os.makedirs(self.socket)
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres" if any(u.pw_name == "postgres" for u in pwd.getpwall()) else "nobody")
            self.as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            for place in (folder, self.socket):
                os.chown(place, user.pw_uid, user.pw_gid)
        subprocess.run([*self.as_user, f"{self.bin}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust",
                        "--no-sync", "-E", "UTF8", "--locale=C"], check=True, stdout=subprocess.DEVNULL)
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        pid = Path(f"{self.folder}/data/postmaster.pid")
        pid.unlink(missing_ok=True)
        log = open(f"{self.folder}/log", "ab")
        self.process = subprocess.Popen(
            [*self.as_user, f"{self.bin}/postgres", "-D", f"{self.folder}/data", "-k", self.socket, "-p", "5432",
             "-c", "listen_addresses=", "-c", "max_connections=60", "-c", "restart_after_crash=on",
             "-c", "deadlock_timeout=200ms", "-c", "shared_buffers=64MB"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        log.close()
        self.wait()

    def wait(self) -> None:
        for _ in range(600):
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("the server does not come back:\n" + Path(f"{self.folder}/log").read_text()[-2000:])

    def kill(self) -> None:
        """All of its processes at once, as a lost machine would end them."""
        if not self.process:
            return
        children = self.children()
        for pid in [self.process.pid, *children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        while any(os.path.exists(f"/proc/{pid}") for pid in children):
            time.sleep(0.005)

    def children(self) -> list[int]:
        assert self.process
        try:
            text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(word) for word in text.split()]

    def end(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database: str, name: str = "proof") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=self.socket, port=5432, user="postgres", dbname=database, autocommit=True, application_name=name,
            connect_timeout=5)

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        self.wait()
        return self.connect("bank")
