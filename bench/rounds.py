"""One round: a contender takes a platform from the bad release to the good one while clients keep asking."""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import lastgood
import machine
import scripts
from platforms import Platform, took_effect
from probing import DidNotWork, Probing

# A prober that is later than this has not seen what it should: the round is measured anew.
LATENESS_SECONDS = 0.06
TRIES = 3
COMMAND_SECONDS = 180


@dataclass
class Round:
    wall: float  # of the command
    total: float  # until the command has ended and every service answers as the good release
    downtime: float  # of the service that clients ask
    platform_downtime: float  # of any service
    cpu: float  # of the command and the helpers that it waited for; services are nobody's helpers
    all_up: float | None = None  # when the last tiny service was up
    code: float | None = None  # of a script's code part
    spent: lastgood.Spent | None = None


@dataclass
class Contender:
    """A way back to the good release, on one platform."""

    name: str
    platform: Platform
    command: list[str]
    directory: Path
    reset: Callable[[], None]
    environment: dict[str, str] = field(default_factory=dict)
    check: Callable[[], None] = lambda: None

    def round(self) -> Round:
        for attempt in range(TRIES):
            self.reset()
            # What the reset wrote must not be waited for by whoever writes durably next.
            os.sync()
            measured, lateness = self.measure()
            self.check()
            # Where only one of many services is asked, the services themselves tell when they came up.
            if lateness <= LATENESS_SECONDS or self.platform.watched < len(self.platform.services):
                break
            print(f"  {self.name}: the prober was {lateness * 1000:.0f} ms late (try {attempt + 1})", file=sys.stderr)
        return measured

    def measure(self) -> tuple[Round, float]:
        work = self.platform.work
        with Probing(self.platform.targets()) as probing, tempfile.TemporaryFile("w+", dir=work) as errors:
            before = processor_seconds()
            began = time.monotonic()
            process = subprocess.Popen(
                self.command, cwd=self.directory, env={**machine.environment(work), **self.environment},
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
            assert process.stdout
            limit = threading.Timer(COMMAND_SECONDS, self.give_up, [process])
            limit.start()
            lines = [(time.monotonic() - began, line) for line in process.stdout]
            code = process.wait()
            wall = time.monotonic() - began
            cpu = processor_seconds() - before
            limit.cancel()
            if code != 0:
                errors.seek(0)
                said = machine.last_words(errors.read(), "".join(line for _, line in lines))
                raise DidNotWork(f"{self.name}: exit {code} after {wall:.1f} s{said}")
            probing.finish()
        measured = self.read(probing, began, wall, cpu, lines)
        if self.platform.tells_up:
            self.platform.wait(self.platform.good_marker)
            measured.all_up = self.platform.last_up() - began
        return measured, probing.lateness

    def give_up(self, process: "subprocess.Popen[str]") -> None:
        """Its services too: one that had been given the command's output would hold it open."""
        process.kill()
        machine.end_processes(self.platform.root)

    def read(self, probing: Probing, began: float, wall: float, cpu: float,
             lines: list[tuple[float, str]]) -> Round:
        measured = Round(wall, max(wall, probing.all_good(began) - began), probing.downtime(began),
                         probing.platform_downtime(began), cpu)
        if self.name == "lastgood":
            measured.spent = lastgood.spent(wall, lines)
            # No peer takes one.
            measured.total = max(wall - measured.spent.snapshot, probing.all_good(began) - began)
        else:
            # A script says when its code part is done.
            measured.code = next((at for at, line in lines if line == scripts.CODE_DONE + "\n"), None)
        return measured


def processor_seconds() -> float:
    """Of everything that this process has waited for until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_checkout(platform: Platform, name: str, command: list[str]) -> Contender:
    """A contender that works in the platform's checkout, like lastgood itself."""
    start = scripts.start(platform)

    def reset() -> None:
        platform.reset()
        platform.start(start, platform.bad_marker)

    return Contender(name, platform, command, platform.root, reset, check=lambda: took_effect(platform))


def ours(platform: Platform) -> Contender:
    return in_checkout(platform, "lastgood", [
        str(lastgood.program()), "rollback", "--fast", "--commit", platform.good, "--auto-confirm", "--json"])


def checkout_and_restart(platform: Platform) -> Contender:
    return in_checkout(platform, "git checkout + restart", ["sh", str(scripts.checkout_and_restart(platform))])


def usual_script(platform: Platform) -> Contender:
    return in_checkout(platform, "usual script", ["sh", str(scripts.usual(platform))])


def own_start(platform: Platform) -> float:
    """How long tiny services take from nothing to being up, all started at once: nobody can be faster than that.

    By their own account: what this bench takes to start and to ask them is not theirs, and would be taken off everyone.
    """
    platform.reset()
    os.sync()
    environment = machine.environment(platform.work)
    began = time.monotonic()
    for one in platform.services:
        subprocess.Popen(one.argv, cwd=platform.root, env=environment, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    platform.wait(platform.bad_marker)
    return platform.last_up() - began


def interleaved(contenders: list[Contender], n: int, report: Callable[[str], None]) -> dict[str, list[Round]]:
    """n rounds of each, in turn, each turn beginning with another: what changes meanwhile changes for all."""
    measured: dict[str, list[Round]] = {one.name: [] for one in contenders}
    failed: set[str] = set()
    for turn in range(n):
        for place in range(len(contenders)):
            one = contenders[(turn + place) % len(contenders)]
            if one.name in failed:
                continue
            try:
                measured[one.name].append(one.round())
            except DidNotWork as reason:
                # Its state is not to be trusted any more; the others go on.
                report(f"{one.platform.name}: {reason}")
                failed.add(one.name)
    return measured
