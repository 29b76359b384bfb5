"""One round of eight operators at one platform: who wins, what the others are told, and what a dead winner leaves."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import dataclass, field
from typing import Any, Optional

from .crew import Operator, at_once, await_all_but
from .journal import Counter
from .killing import Death
from .platform import Ended, Platform

OPERATORS = 8
LOCKED = 11
# Seconds in which all but one have to be turned away, and in which the next acquires after a kill.
PATIENCE = 30.0
ACQUIRE = 1.0


@dataclass(frozen=True)
class Contest:
    seed: int
    # `rollback`, or `resume` of a run that was killed before.
    verb: str
    # What happens to the winner, and what the next one does: None, `resume` or `undo`.
    after_kill: Optional[str]
    # The negative control: no lock is refused to anybody.
    unlocked: bool = False


@dataclass
class Outcome:
    contest: Contest
    failures: list[str] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    # Seconds from the kill to the next one's lock.
    acquired: Optional[float] = None


def drawn(seed: int) -> Contest:
    draw = random.Random(seed)
    return Contest(seed, draw.choice(["rollback", "rollback", "resume"]), draw.choice([None, "resume", "undo"]))


def run(platform: Platform, contest: Contest) -> Outcome:
    outcome = Outcome(contest)
    gate = f"{platform.place}/open"
    platform.reset()
    if os.path.exists(gate):
        os.unlink(gate)
    if contest.verb == "resume":
        outcome.ended.append(platform.command(words(platform, "rollback", True), Death("record", 2)))
    operators = gather(platform, contest)
    patience = ACQUIRE if contest.unlocked else PATIENCE
    running = await_all_but(operators, 1, patience)
    if len(running) == 1:
        losers = [operator for operator in operators if operator is not running[0]]
        for loser in losers:
            check_loser(platform, outcome, loser, running[0])
        finish(platform, outcome, running[0], gate)
    else:
        outcome.failures.append(f"{len(running)} of {OPERATORS} hold the platform after {patience:.0f} s, should be 1")
        outcome.ended += [operator.result(0.1) for operator in operators]
    return outcome


def gather(platform: Platform, contest: Contest) -> list[Operator]:
    commands = [words(platform, contest.verb, n % 2 == 0) for n in range(OPERATORS)]
    return at_once(platform, commands, platform.calls.unlocked() if contest.unlocked and platform.calls else None)


def words(platform: Platform, verb: str, machine: bool) -> tuple[str, ...]:
    options = ("--fast", "--commit", platform.fixture.good, "--auto-confirm") if verb == "rollback" else ()
    return (verb, *options, *(["--json"] if machine else []))


def check_loser(platform: Platform, outcome: Outcome, loser: Operator, winner: Operator) -> None:
    """Turned away with 11, and told by whom: process, user and since when."""
    ended = loser.result(1)
    outcome.ended.append(ended)
    if ended.code != LOCKED:
        outcome.failures.append(f"operator {loser.id} ended with {ended.code}, should be {LOCKED}")
        return
    owner = holder(platform)
    if owner.get("process") != winner.id:
        outcome.failures.append(f"the lock names process {owner.get('process')}, its holder is {winner.id}")
    told = ended.output + ended.errors
    for what in ("process", "user", "since"):
        if str(owner.get(what)) not in told:
            outcome.failures.append(f"operator {loser.id} is not told the holder's {what}, {owner.get(what)}")
    if "--json" in ended.words:
        last = json.loads((ended.output.strip().splitlines() or ["{}"])[-1])
        if (last.get("type"), last.get("code")) != ("exit", LOCKED):
            outcome.failures.append(f"operator {loser.id}'s last line is {last}")


def finish(platform: Platform, outcome: Outcome, winner: Operator, gate: str) -> None:
    """Lets the winner through, or kills it and lets another one end what it began."""
    after = outcome.contest.after_kill
    last = winner
    if after:
        await_gate(platform, 2 if outcome.contest.verb == "rollback" else 3)
        os.kill(winner.id, signal.SIGKILL)
        killed = time.monotonic()
        open(gate, "wb").close()
        last = at_once(platform, [words(platform, after, True)])[0]
        outcome.acquired = acquired(platform, last, killed)
        if outcome.acquired is None or outcome.acquired > ACQUIRE:
            outcome.failures.append(f"the next one acquired after {outcome.acquired} s, should be within {ACQUIRE} s")
        outcome.ended.append(winner.result(5))
    open(gate, "wb").close()
    ended = last.result(60)
    outcome.ended.append(ended)
    if ended.code != 0:
        outcome.failures.append(f"{last.words[0]} ended with {ended.code}, should be 0")
    platform.reap()
    outcome.failures += platform.differences(platform.start if after == "undo" else platform.target)


def await_gate(platform: Platform, records: int) -> None:
    """Until the winner's journal says that it has begun the hook that waits for the gate."""
    count = Counter(platform.state_folder)
    end = time.monotonic() + PATIENCE
    while count() < records and time.monotonic() < end:
        time.sleep(0.002)


def acquired(platform: Platform, operator: Operator, since: float) -> Optional[float]:
    """When the lock's text named an operator, or when it had ended well, which it cannot without the lock."""
    while not operator.ended and time.monotonic() < since + PATIENCE:
        if holder(platform).get("process") == operator.id:
            return time.monotonic() - since
        time.sleep(0.001)
    return time.monotonic() - since if operator.process.poll() == 0 else None


def holder(platform: Platform) -> dict[str, Any]:
    try:
        with open(f"{platform.state_folder}/lock", encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
