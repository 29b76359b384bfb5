"""One round: a contender takes a platform from the bad release to the good one while clients keep asking."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import lastgood
import machine
import scripts
from platforms import Platform, answer, took_effect
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
    all_up: float | None = None  # when the last tiny service was up
    own: float | None = None
    restored: float | None = None
    phases: dict[str, float] = field(default_factory=dict)


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
            if lateness <= LATENESS_SECONDS:
                break
            print(f"  {self.name}: the prober was {lateness * 1000:.0f} ms late (try {attempt + 1})", file=sys.stderr)
        return measured

    def measure(self) -> tuple[Round, float]:
        work = self.platform.work
        with Probing(self.platform.targets()) as probing:
            began = time.monotonic()
            process = subprocess.Popen(
                self.command, cwd=self.directory, env={**machine.environment(work), **self.environment},
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            try:
                output, errors = process.communicate(timeout=COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise DidNotWork(f"{self.name}: not done after {COMMAND_SECONDS} s") from None
            wall = time.monotonic() - began
            if process.returncode != 0:
                raise DidNotWork(f"{self.name}: exit {process.returncode}" + machine.last_words(errors, output))
            probing.finish()
        measured = self.read(probing, began, wall, output)
        if self.platform.tells_up:
            self.platform.wait(self.platform.good_marker)
            measured.all_up = max(json.loads(answer(one))["up"] for one in self.platform.services) - began
        return measured, probing.lateness

    def read(self, probing: Probing, began: float, wall: float, output: str) -> Round:
        measured = Round(wall, max(wall, probing.all_good(began) - began), probing.downtime(began),
                         probing.platform_downtime(began))
        if self.name == "lastgood":
            measured.own = lastgood.own_work(wall, output)
            measured.restored = lastgood.restored(output)
            measured.phases = lastgood.breakdown(output)
        else:
            measured.phases = stamps(output)
        return measured


def stamps(output: str) -> dict[str, float]:
    """Moments that a script has printed; `code` becomes the seconds of its code part when it said when it began."""
    found = {words[1]: float(words[2]) for line in output.splitlines()
             if (words := line.split()) and words[0] == "stamp" and len(words) == 3}
    return {"code": found["code"] - found["begin"]} if {"code", "begin"} <= found.keys() else {}


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
    """How long the services take from nothing to answering, all started at once: nobody can be faster than that."""
    start = scripts.start(platform)
    platform.reset()
    os.sync()
    began = time.monotonic()
    platform.start(start, platform.bad_marker)
    return time.monotonic() - began


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
