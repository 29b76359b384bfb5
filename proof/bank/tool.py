"""Runs the program, and lets it or what it talks to die."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Any, Optional

from bank.proxy import Moment, Proxy
from bank.server import Server

DEATHS = ("tool", "connection", "backend", "session", "server")


@dataclass
class Ended:
    status: int
    text: str
    statements: int
    seconds: float

    @property
    def answer(self) -> Any:
        return json.loads(self.text)


class Tool:
    def __init__(self, program: str, server: Server, proxy: Proxy, folder: str) -> None:
        (self.program, self.server, self.proxy, self.folder) = (program, server, proxy, folder)
        self.process: Optional[subprocess.Popen[bytes]] = None
        self.kills = dict.fromkeys(DEATHS, 0)
        self.restarting: Optional[threading.Thread] = None

    def run(self, verb: str, number: int = 1, moment: Optional[Moment] = None, death: str = "",
            after: Optional[float] = None) -> Ended:
        """Dies of `death` at `moment`, or `after` seconds."""
        self.proxy.arm(moment, lambda: self.die(death))
        place = self.proxy.folder.replace("/", "%2F")
        began = time.monotonic()
        output = open(f"{self.folder}/tool.out", "w+b")
        self.process = subprocess.Popen(
            [self.program, "schema", verb, "--run", str(number), "--plan", f"{self.folder}/plan.json"],
            env={**os.environ, "DATABASE_URL": f"postgresql://postgres@{place}/bank"}, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT)
        if after is not None:
            timer = threading.Timer(after, lambda: self.die(death))
            timer.start()
        status = self.process.wait(timeout=120)
        seconds = time.monotonic() - began
        if after is not None:
            timer.cancel()
            timer.join()
        seen = self.proxy.seen
        self.proxy.arm(None, lambda: None)
        if self.restarting:
            self.restarting.join()
            self.restarting = None
        output.seek(0)
        text = output.read().decode(errors="replace")
        output.close()
        if os.environ.get("VERBOSE"):
            print(f"{verb} {number} {moment or after} {death}: {status} in {seconds:.2f} s, {seen} statements", flush=True)
        return Ended(status, text, seen, seconds)

    def die(self, death: str) -> None:
        if not self.process or self.process.poll() is not None:
            return
        self.kills[death] += 1
        if death == "tool":
            self.process.send_signal(signal.SIGKILL)
        elif death == "connection":
            self.proxy.drop()
        elif death == "server":
            self.server.kill()
            self.restarting = threading.Thread(target=self.server.start)
            self.restarting.start()
        else:
            self.end_backend(by_kill=death == "backend")

    def end_backend(self, by_kill: bool) -> None:
        """Of the program's own session; killed outright, the server restarts all of them."""
        try:
            with self.server.connect("bank") as admin:
                for (pid,) in admin.execute(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'lastgood'").fetchall():
                    if by_kill:
                        os.kill(int(str(pid)), signal.SIGKILL)
                    else:
                        admin.execute("SELECT pg_terminate_backend(%s)", (pid,))
        except Exception:  # The server is on its way down, which is what was wanted.
            pass

    def moment(self, chance: random.Random, statements: int) -> Moment:
        if chance.random() < 0.3:
            return Moment(0, True, chance.random() < 0.8)
        return Moment(chance.randint(1, statements), False, chance.random() < 0.5)
