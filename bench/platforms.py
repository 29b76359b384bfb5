"""A platform to be rolled back: its checkout, its services, and how a round begins from the bad release."""

import http.client
import json
import os
import shutil
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import machine
from probing import DidNotWork, Target

CLIENTS_RATE = 100.0
# The other services share this, so that watching them does not take the processors from them.
OTHERS_RATE = 60.0
START_SECONDS = 90.0


@dataclass(frozen=True)
class Service:
    name: str
    argv: tuple[str, ...]
    port: int
    path: str
    # What an answer contains; {} stands for the release's marker. Empty: every 200 will do.
    says: str = ""


@dataclass
class Platform:
    name: str
    work: Path
    # Where services run. For Capistrano that is not a checkout.
    root: Path
    services: list[Service]
    good: str
    bad: str
    good_marker: str
    bad_marker: str
    environment_file: str | None = None
    # Uncommitted, untracked and cached files, put there before each round: a live checkout is never clean.
    litter: dict[str, str] = field(default_factory=dict)
    # How many of the services the prober asks.
    watched: int = 8
    # Tiny services say when they came up, so that many need not be asked all the time.
    tells_up: bool = False

    def __post_init__(self) -> None:
        self.scripts.mkdir(parents=True, exist_ok=True)

    @property
    def scripts(self) -> Path:
        """Outside the checkout, where no `git clean` finds them: scripts, pid files and logs."""
        return self.work / f"{self.name}-scripts"

    def git(self, *arguments: str) -> str:
        return machine.git(self.work, self.root, *arguments)

    def targets(self) -> list[Target]:
        others = OTHERS_RATE / max(1, len(self.services) - 1)
        return [Target(one.name, one.port, one.path, CLIENTS_RATE if place == 0 else others,
                       one.says.format(self.good_marker)) for place, one in enumerate(self.services[:self.watched])]

    def stop(self) -> None:
        machine.end_processes(self.root)

    def start(self, script: Path, marker: str) -> None:
        """As a person would by hand; returns when all answer as that release."""
        machine.run(["sh", script], self.work, self.root)
        self.wait(marker)

    def wait(self, marker: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        for service in self.services:
            while not answers(service, marker):
                if time.monotonic() > deadline:
                    raise DidNotWork(f"{self.name}: {service.name} does not answer: {self.last_line(service)}")
                time.sleep(machine.BETWEEN_POLLS)

    def last_up(self) -> float:
        """When the last of the tiny services was up, by its own account and the clock that all processes share."""
        return max(json.loads(answer(one))["up"] for one in self.services)

    def last_line(self, service: Service) -> str:
        log = self.scripts / f"{service.name}.log"
        lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
        return lines[-1] if lines else "(nothing in its log)"

    def reset(self) -> None:
        """The bad release, checked out long ago, with nothing left of earlier rounds."""
        self.stop()
        self.set_aside(self.root / ".git/lastgood")
        (self.root / ".git/index.lock").unlink(missing_ok=True)
        self.git("checkout", "--quiet", "--force", "main")
        self.git("reset", "--quiet", "--hard", self.bad)
        self.git("clean", "-fdq")
        self.git("stash", "clear")
        for branch in self.git("for-each-ref", "--format=%(refname:short)", "refs/heads/rollback").split():
            self.git("branch", "--quiet", "-D", branch)
        for folder in ("logs", "backups"):
            for left in (self.root / "rollback" / folder).glob("*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        if (self.root / "rollback").exists():
            self.git("checkout", "--quiet", "--", "rollback")
        self.age(self.git("diff", "--name-only", "-z", self.good, self.bad).split("\0"))
        for name, text in self.litter.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def set_aside(self, folder: Path) -> None:
        """Not removed: ext4 takes no inode that was freed in the last minutes, and looks at each of them for every new
        file. A machine that nobody has just cleaned has none, and so has every contender here."""
        if folder.exists():
            aside = self.work / "set-aside"
            aside.mkdir(exist_ok=True)
            folder.rename(aside / f"{self.name}-{time.monotonic_ns()}")

    def age(self, names: list[str]) -> None:
        """git reads files anew whose times are those of its index; after a real deploy they are older."""
        then = time.time() - 3600
        for name in filter(None, names):
            if (file := self.root / name).exists():
                os.utime(file, (then, then))
        self.git("update-index", "-q", "--refresh")


def answer(service: Service) -> str:
    """The body of a 200; empty for anything else."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{service.port}{service.path}", timeout=5) as response:
            return response.read().decode(errors="replace") if response.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""


def answers(service: Service, marker: str) -> bool:
    body = answer(service)
    return body != "" and service.says.format(marker) in body


def took_effect(platform: Platform) -> None:
    """The files that the bad release changed are the good release's again."""
    changed = [name for name in platform.git("diff", "--name-only", "-z", platform.good, platform.bad).split("\0")
               if name and not name.startswith("rollback/")]
    still = platform.git("diff", "--name-only", platform.good, "--", *changed)
    if still:
        raise DidNotWork(f"{platform.name}: not as in the target: {' '.join(still.split()[:3])}")
