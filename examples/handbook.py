"""The emergency-rollback handbook that people know, as commands to type, word for word, each with its exit status.

The checks of several platforms share it: they say what their platform looks like when it is well and when it is broken.
"""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).resolve().parent / "pi-forge"))
import forge  # noqa: E402
from forge import Unexpected, expect, headline  # noqa: E402

# A question of the program's; what a person answers.
CONSENT, YES = b"[y/N]", b"y\n"
UNHEALTHY, USAGE = 3, 64
LIMIT = 300.0


class Platform(Protocol):
    """One that was well, was written down by `lastgood init`, and is broken by its newest release."""

    root: Path
    # Each has a script of its own.
    services: tuple[str, ...]

    def is_well(self) -> None: ...

    def is_broken(self) -> None: ...


class Handbook:
    """Types commands in the platform's folder, as the handbook has them."""

    def __init__(self, program: str | None, root: Path) -> None:
        """None: on a machine that has no such program."""
        self.root = root
        self.typed: set[str] = set()
        self.environment = {**forge.clean_environment(), "TERM": "xterm"}
        self.environment.pop("LASTGOOD", None)
        if program:
            self.environment["PATH"] = f"{Path(program).parent}:{os.environ['PATH']}"
        else:
            self.environment["LASTGOOD"] = "/nowhere/lastgood"

    def run(self, line: str, expected: int, *says: str) -> str:
        """Without a terminal, as an agent or a pipeline does."""
        print(f"$ {line}", flush=True)
        done = subprocess.run(["bash", "-c", line], cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT)
        return self.judged(line, done.returncode, expected, done.stdout, says)

    def agree(self, line: str, expected: int, *says: str) -> str:
        """At a terminal, where a person reads the plan and says yes."""
        print(f"$ {line}    (at a terminal; y)", flush=True)
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.root)
            os.execvpe("bash", ["bash", "-c", line], self.environment)
        screen, asked, deadline = b"", False, time.monotonic() + LIMIT
        try:
            while part := received(terminal):
                screen += part
                if CONSENT in screen and not asked:
                    os.write(terminal, YES)
                    asked = True
                if time.monotonic() > deadline:
                    raise Unexpected(f"{line}: it does not end")
        finally:
            os.close(terminal)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if not asked:
            raise Unexpected(f"{line}: it did not ask: {screen.decode(errors='replace')}")
        return self.judged(line, code, expected, screen.decode(errors="replace"), says)

    def judged(self, line: str, code: int, expected: int, said: str, says: tuple[str, ...]) -> str:
        self.typed.add(line)
        missing = [text for text in says if text not in said]
        if code != expected or missing:
            print(said)
        expect(code, expected, line)
        if missing:
            raise Unexpected(f"{line}: it does not say “{missing[0]}”")
        return said


def received(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how a terminal says that nobody writes to it any more
        return b""


def looking(platform: Platform, book: Handbook) -> None:
    headline("looking changes nothing")
    before = forge.git(platform.root, "rev-parse", "HEAD")
    book.run("./rollback/scripts/verify-rollback.sh --check-only", UNHEALTHY)
    book.run("./rollback/scripts/emergency-rollback.sh --fast --dry-run", 0, "restart")
    book.run("./rollback/scripts/rollback-database.sh --dry-run", 0)
    book.run("./rollback/scripts/emergency-rollback.sh --manual", 0, "- [ ]")
    # Without a person or a consent: the exact line to type.
    book.run("./rollback/scripts/emergency-rollback.sh --fast", USAGE, "--auto-confirm")
    for name in platform.services:
        book.run(f"./rollback/scripts/rollback-{name}.sh --dry-run", 0, "restart")
    expect(forge.git(platform.root, "rev-parse", "HEAD") == before, True, "the commit is the same")
    platform.is_broken()


def rolling_back(platform: Platform, book: Handbook) -> None:
    headline("a person's way")
    book.run("git checkout -b test-rollback", 0)
    book.run("./rollback/scripts/backup-current-state.sh", 0)
    book.agree("./rollback/scripts/emergency-rollback.sh --fast", 0)
    book.run("./rollback/scripts/verify-rollback.sh", 0)
    platform.is_well()
    taken_back(platform, book)
    headline("an agent's way")
    book.run("./rollback/scripts/verify-rollback.sh --check-only", UNHEALTHY)
    book.run("./rollback/scripts/backup-current-state.sh", 0)
    book.run("./rollback/scripts/emergency-rollback.sh --fast --auto-confirm", 0)
    book.run("./rollback/scripts/verify-rollback.sh", 0)
    book.run('echo "Rollback executed at $(date): [REASON]" >> rollback/logs/rollback-history.log', 0)
    book.run("lastgood history", 0)
    platform.is_well()
    taken_back(platform, book)
    headline("the full level")
    book.agree("./rollback/scripts/emergency-rollback.sh --full", 0)
    platform.is_well()
    taken_back(platform, book)


def taken_back(platform: Platform, book: Handbook) -> None:
    """The broken state is there again, for the next command."""
    book.run("lastgood undo", 0)
    platform.is_broken()
