"""One round: a rollback that dies, recoveries that die too, and one last command that must put everything right."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Optional

from . import processes
from .journal import Journal
from .killing import Death
from .platform import Ended, Platform

# Exit codes (docs/exit-codes.md).
(DONE, FAILED, INTERRUPTED) = (0, 1, 13)
RECOVERIES = ("resume", "undo")
# These keep no journal: what they do is beside everything that is live, and the same command ends what it began.
BESIDE = ("build", "record")
# By SIGKILL, by SIGTERM before the program could take note of it, and as asked by SIGTERM.
DEATHS = (-9, -15, INTERRUPTED)


@dataclass(frozen=True)
class Step:
    """One command of a round, and how it dies: None for the last one, which runs to its end."""

    verb: str
    death: Optional[Death] = None

    @property
    def text(self) -> str:
        return f"{self.verb} {self.death.text}" if self.death else self.verb

    @staticmethod
    def parse(text: str) -> "Step":
        words = text.split()
        return Step(words[0], Death.parse(words[1]) if len(words) > 1 else None)


@dataclass(frozen=True)
class Round:
    variant: str
    steps: tuple[Step, ...]
    # The next command starts at once, without a look at whether helpers of the dead one have ended.
    hasty: bool = False
    # The negative control: intents are not written.
    forget_intent: bool = False

    @property
    def text(self) -> str:
        flags = ("!" if self.hasty else "") + ("?" if self.forget_intent else "")
        return f"{self.variant}{flags}: " + " | ".join(step.text for step in self.steps)

    @staticmethod
    def parse(text: str) -> "Round":
        (head, _, rest) = text.partition(":")
        steps = tuple(Step.parse(part) for part in rest.split("|"))
        return Round(head.strip("!?"), steps, "!" in head, "?" in head)


@dataclass
class Result:
    round: Round
    failures: list[str] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    journal: str = ""
    # How many of its commands died as they should.
    deaths: int = 0
    # In which state it had to end.
    goal: str = ""


def run(platform: Platform, round: Round) -> Result:
    platform.reset()
    result = Result(round)
    for step in round.steps[:-1]:
        ended = command(platform, round, step)
        result.ended.append(ended)
        result.deaths += ended.code in DEATHS
        result.failures += dying_failures(step, ended)
        if not round.hasty:
            result.failures += outliving_helpers(platform)
    before = platform.journal()
    last = round.steps[-1]
    ended = command(platform, round, last)
    result.ended.append(ended)
    (result.goal, codes) = expectation(before, last.verb, asked_back(round))
    if ended.code not in codes:
        result.failures.append(f"{last.verb} ended with {ended.code}, should be one of {sorted(codes)}")
    goal = platform.target if result.goal == "target" else platform.start
    result.failures += platform.differences(goal)
    if result.failures:
        result.journal = platform.journal().text()
    return result


def command(platform: Platform, round: Round, step: Step) -> Ended:
    good = platform.fixture.good
    words: tuple[str, ...] = (step.verb, "--json")
    if step.verb == "rollback" and platform.fixture.forward:
        words = ("release", "activate", good, "--auto-confirm", "--json")
    elif step.verb == "rollback":
        words = ("rollback", "--fast", "--commit", good, "--auto-confirm", "--json")
    elif step.verb == "build":
        words = ("release", "build", good, "--json")
    elif step.verb == "record":
        words = ("release", "record", "--json")
    return platform.command(words, step.death, round.forget_intent)


def asked_back(round: Round) -> bool:
    return any(step.verb == "undo" for step in round.steps[:-1])


def dying_failures(step: Step, ended: Ended) -> list[str]:
    """A command that was not killed in time has ended by itself, and then properly."""
    if ended.code is None:
        return [f"{step.text} hung"]
    if ended.code in (*DEATHS, DONE, FAILED):
        return []
    return [f"{step.text} ended with {ended.code}"]


def expectation(before: Journal, verb: str, asked_back: bool) -> tuple[str, set[int]]:
    """Which state the last command has to lead to, and the exit codes it may say so with.

    Only how far the run had come is taken from its journal, and a way back is believed only if one was asked for.
    """
    if verb in BESIDE:
        return ("start", {DONE})
    if not before.records:
        # Nothing was begun, so there is nothing to end, and that is said.
        return ("target", {DONE}) if verb == "rollback" else ("start", {FAILED})
    end = before.end
    if end and end.get("outcome") != "interrupted":
        if end.get("undone"):
            return ("start", {DONE, FAILED} if asked_back else set())
        return ("start", {DONE}) if verb == "undo" else ("target", {DONE, FAILED})
    if verb == "undo":
        return ("start", {DONE})
    if before.backward:
        return ("start", {DONE, FAILED} if asked_back else set())
    return ("target", {DONE})


def outliving_helpers(platform: Platform, patience: float = 1.0) -> list[str]:
    """Helpers (git) of a killed command must end with it: a survivor would be a second writer."""
    limit = time.monotonic() + patience
    while left := platform.helpers():
        if time.monotonic() > limit:
            return [f"a second after the kill: {what}" for what in left if "left over" in what]
        time.sleep(0.01)
        processes.reap({process.pid for process in platform.by_hand})
    return []
