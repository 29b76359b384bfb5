"""One platform on disk with its services, which can be set back to its start and looked at as a whole."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, replace
from typing import Optional

from . import directories, files, gitstate, journal, killing, processes, reference, services
from .calls import Calls
from .fixture import Fixture, Ports, build, give
from .shell import Trouble, environment, git, run

# Seconds after which a command counts as hanging.
HANGING = 60.0
# Seconds that services may take to answer after a command has ended: an undo starts them and does not wait.
SETTLING = 8.0


@dataclass(frozen=True)
class State:
    """Everything that must be exact."""

    files: files.Files
    git: gitstate.GitState
    services: dict[str, services.Service]
    pin: Optional[tuple[str, str]]
    # What is wrong whatever state it should be.
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    words: tuple[str, ...]
    # Negative: the signal that ended it; None: it hung and was ended.
    code: Optional[int]
    output: str
    errors: str
    seconds: float

    @property
    def text(self) -> str:
        tail = "\n".join(self.output.splitlines()[-12:])[-3000:]
        head = f"$ lastgood {' '.join(self.words)}  → {self.code} ({self.seconds:.2f} s)"
        return f"{head}\n{tail}\n{self.errors[-1500:]}"


class Platform:
    def __init__(
        self, program: str, place: str, variant: str, ports: Ports, calls: Optional[Calls] = None
    ) -> None:
        self.program = program
        self.calls = calls
        self.place = place
        self.top = f"{place}/live"
        self.path = f"{self.top}/platform"
        self.by_hand: list[subprocess.Popen[bytes]] = []
        # Undisturbed commands count their calls.
        self.counting = False
        os.makedirs(f"{place}/home")
        self.fixture = build(self.top, self.path, variant, ports)
        # Services run in it.
        self.home = f"{self.path}/current" if self.fixture.directories else self.path
        self.known = frozenset([self.fixture.good, self.fixture.bad])
        folder = git(self.path, "rev-parse", "--git-dir").strip()
        self.state_folder = os.path.join(self.path, folder, "lastgood")
        if self.fixture.directories:
            self.make_live()
        os.rename(self.top, f"{place}/start")
        self.reset()
        self.start = self.look()
        self.target = self.golden_target()
        self.reset()

    def make_live(self) -> None:
        """The bad release in a directory of its own, edited by somebody since; nothing else is left of how it came."""
        # The ports may be another platform's of this worker.
        self.end_services()
        ended = self.command(("release", "activate", self.fixture.bad, "--auto-confirm"))
        self.end_services()
        # It is live, and unhealthy: that is what a bad release is.
        if ended.code not in (0, 3):
            raise Trouble(f"the bad release could not be made live: {ended.text}")
        shutil.rmtree(self.state_folder)
        shutil.rmtree(f"{self.path}/rollback/logs", ignore_errors=True)
        directories.edit(self.path)

    def golden_target(self) -> State:
        """By the reference, with services started on it by hand; their environment is the new one over the old."""
        old = services.variables(self.home)
        scratch = f"{self.place}/export"
        if self.fixture.directories:
            written = directories.apply(self.path, self.fixture, scratch)
        else:
            written = reference.apply(self.path, self.fixture, scratch)
        self.end_services()
        self.start_services()
        seen = self.look()
        new = services.variables(self.home)
        before = self.start.services
        running = {
            name: replace(service, environment=restarted(before[name].environment, old, new))
            for name, service in seen.services.items()
        }
        marked = {path: entry.rewritten() if path in written else entry for path, entry in seen.files.items()}
        pin = None if self.fixture.forward else (self.fixture.bad, self.fixture.good)
        return State(marked, seen.git, running, pin)

    def reset(self) -> None:
        """Everything as it was at the start, with other processes and inodes."""
        self.end_services()
        shutil.rmtree(self.top, ignore_errors=True)
        run(["cp", "-a", f"{self.place}/start", self.top], self.place)
        # Copies have other inodes, so git would look into every file.
        run(["git", "update-index", "-q", "--refresh"], self.path, extra={"GIT_OPTIONAL_LOCKS": "1"}, check=False)
        if self.fixture.owner:
            give(self.top, self.fixture.owner)
        self.start_services()

    def start_services(self) -> None:
        self.by_hand = services.start(self.home, self.fixture, f"{self.place}/by-hand.log")

    def end_services(self) -> None:
        """Everything that this worker has started, and what that has started, ends here."""
        processes.end(processes.descendants(os.getpid()))
        for process in self.by_hand:
            process.wait()
        self.by_hand = []
        self.reap()

    def reap(self, besides: Optional[int] = None) -> None:
        kept = {process.pid for process in self.by_hand} | ({besides} if besides else set())
        for process in self.by_hand:
            process.poll()
        processes.reap(kept)

    def command(
        self, words: tuple[str, ...], death: Optional[killing.Death] = None, forget_intent: bool = False
    ) -> Ended:
        """Runs the program, which dies as told; output goes to files, so that no pipe outlives it."""
        whole = environment(f"{self.place}/home")
        if death:
            whole |= death.variables(forget_intent, self.calls)
        elif self.counting and self.calls:
            whole |= self.calls.counting()
        (out, err) = (f"{self.place}/output", f"{self.place}/errors")
        with open(out, "wb") as output, open(err, "wb") as errors:
            began = time.monotonic()
            process = subprocess.Popen(
                [self.program, *words], cwd=self.path, env=whole, stdin=subprocess.DEVNULL, stdout=output,
                stderr=errors, start_new_session=True)
        if death:
            death.bring(process, began, journal.Counter(self.state_folder))
        killing.ended(process, began + HANGING)
        seconds = time.monotonic() - began
        hung = process.poll() is None
        if hung:
            process.kill()
            process.wait()
        self.reap()
        return Ended(words, None if hung else process.returncode, read(out), read(err), seconds)

    def helpers(self) -> list[str]:
        """What runs below this worker and is no service."""
        return services.look(self.fixture, os.getpid())[1]

    def journal(self) -> journal.Journal:
        path = journal.newest(self.state_folder)
        return journal.read(path) if path else journal.Journal()

    def look(self) -> State:
        (running, troubles) = services.look(self.fixture, os.getpid())
        troubles += gitstate.health(self.path) + self.lock_troubles()
        pin = self.pin()
        found = files.look(self.path)
        if self.fixture.directories:
            (found, half) = directories.normal(self.path, found, f"{self.place}/compared")
            troubles += half
            running = directories.at_home(self.path, running)
        return State(
            found, gitstate.look(self.path, self.known), running, pin, tuple(troubles))

    def differences(self, expected: State, settling: float = SETTLING) -> list[str]:
        """What differs from a golden state, once the services have had time to start."""
        limit = time.monotonic() + settling
        while True:
            self.reap()
            (running, _) = services.look(self.fixture, os.getpid())
            if self.fixture.directories:
                running = directories.at_home(self.path, running)
            if running == expected.services or time.monotonic() > limit:
                break
            time.sleep(0.01)
        try:
            found = self.look()
        except Trouble as trouble:
            return [f"git cannot say what there is: {trouble}"]
        said = list(found.troubles) + files.differences(expected.files, found.files)
        said += gitstate.differences(expected.git, found.git)
        said += services.differences(expected.services, found.services)
        if found.pin != expected.pin:
            said.append(f"the pin is {found.pin}, should be {expected.pin}")
        return said

    def pin(self) -> Optional[tuple[str, str]]:
        try:
            with open(f"{self.state_folder}/pin.json", encoding="utf-8") as file:
                pin = json.load(file)
        except FileNotFoundError:
            return None
        return (pin["badRelease"], pin["target"])

    def lock_troubles(self) -> list[str]:
        """The lock is on the folder that lastgood's state lies in (docs/formats.md)."""
        descriptor = os.open(os.path.dirname(self.state_folder), os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return ["the platform's lock is still held"]
        finally:
            os.close(descriptor)
        return []


def restarted(
    environment: tuple[tuple[str, str], ...], old: dict[str, str], new: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    """What a service ran with, without what the bad release's `.env` had given it, with the good one's over it."""
    kept = {name: value for name, value in environment if old.get(name) != value}
    return tuple(sorted((kept | new).items()))


def read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()
