"""Several operators who type their commands at the same moment."""

from __future__ import annotations

import os
import subprocess
import time
from typing import Optional

from .platform import Ended, Platform, read
from .shell import environment


class Operator:
    """One process that waits at a pipe and then becomes the program: its number stays the same."""

    def __init__(
        self, platform: Platform, words: tuple[str, ...], name: str, pipe: int, extra: dict[str, str]
    ) -> None:
        self.words = words
        self.files = (f"{platform.place}/{name}.output", f"{platform.place}/{name}.errors")
        self.began = time.monotonic()
        self.seconds = 0.0
        # Set by env at the last moment: they are for the program, not for the shell before it.
        become = ["env", *(f"{name}={value}" for name, value in extra.items()), platform.program, *words]
        with open(self.files[0], "wb") as output, open(self.files[1], "wb") as errors:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", f'read _ <&{pipe}; exec {pipe}<&-; exec "$@"', "sh", *become],
                cwd=platform.path, env=environment(f"{platform.place}/home"), stdin=subprocess.DEVNULL,
                stdout=output, stderr=errors, start_new_session=True, pass_fds=[pipe])

    @property
    def id(self) -> int:
        return self.process.pid

    @property
    def ended(self) -> bool:
        if not self.seconds and self.process.poll() is not None:
            self.seconds = time.monotonic() - self.began
        return self.process.poll() is not None

    def result(self, limit: float) -> Ended:
        """Waits for its end; after the limit it is killed and counts as hanging."""
        code: Optional[int] = None
        try:
            code = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return Ended(self.words, code, read(self.files[0]), read(self.files[1]), time.monotonic() - self.began)


def at_once(
    platform: Platform, commands: list[tuple[str, ...]], extra: Optional[dict[str, str]] = None
) -> list[Operator]:
    """`extra`: variables of theirs besides the usual ones."""
    (pipe, gate) = os.pipe()
    try:
        return [Operator(platform, words, f"operator-{n}", pipe, extra or {}) for n, words in enumerate(commands)]
    finally:
        # The end of the pipe is what all of them wait for.
        os.close(gate)
        os.close(pipe)


def await_all_but(operators: list[Operator], left: int, limit: float) -> list[Operator]:
    """Those that still run when no more than so many do, or the limit in seconds has passed."""
    end = time.monotonic() + limit
    while True:
        running = [operator for operator in operators if not operator.ended]
        if len(running) <= left or time.monotonic() > end:
            return running
        time.sleep(0.002)
