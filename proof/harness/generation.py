"""Which rounds are run: every record at least once where the number allows it, the rest drawn by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Optional

from .killing import Death
from .rounds import RECOVERIES, Round, Step


@dataclass(frozen=True)
class Measured:
    """What an undisturbed run of one variant looks like."""

    rollback: "Command"
    undo: "Command"
    # Of commands that work beside what is live: `build`, `record`.
    beside: dict[str, "Command"]

    def of(self, verb: str) -> "Command":
        return self.undo if verb == "undo" else self.rollback


@dataclass(frozen=True)
class Command:
    seconds: float
    records: int
    # Calls that change anything, 0 where they cannot be counted, and which of them change names.
    calls: int
    moves: tuple[int, ...]


def rounds(measured: dict[str, Measured], count: int, seed: int) -> list[tuple[int, Round]]:
    """Rounds with their seeds, in an order that mixes what they exercise. Seed 0: the round needs none."""
    draw = random.Random(seed)
    # However few there are: one of each variant, and of each command that works beside.
    chosen = [(seed, random_round(measured, seed, variant)) for variant in sorted(measured)]
    chosen += [
        (seed, beside_round(variant, facts, seed, verb))
        for variant, facts in sorted(measured.items()) for verb in facts.beside
    ]
    # A fifth each for single records and single calls, a tenth for pairs of records, the rest for random moments.
    for (kind, part) in ((sweep, 5), (sweep_calls, 5), (sweep_pairs, 10), (sweep_beside, 12)):
        found = [(0, round) for round in kind(measured)]
        draw.shuffle(found)
        chosen += found[:count // part]
    chosen += [(seed + n, random_round(measured, seed + n)) for n in range(1, count - len(chosen) + 1)]
    chosen = chosen[:count]
    draw.shuffle(chosen)
    return chosen


def sweep(measured: dict[str, Measured]) -> list[Round]:
    """The rollback dies after each of its records, and its undo after each of its own; both are ended either way."""
    found = []
    for variant, facts in measured.items():
        for record in range(1, facts.rollback.records + 1):
            for verb in RECOVERIES:
                found.append(Round(variant, (Step("rollback", Death("record", record)), Step(verb))))
        for record in range(1, facts.undo.records + 1):
            undo = Step("undo", Death("record", record))
            for verb in RECOVERIES:
                found.append(Round(variant, (Step("rollback", None), undo, Step(verb))))
    return found


def sweep_calls(measured: dict[str, Measured]) -> list[Round]:
    """The rollback, or its undo, dies before each of the calls that change names."""
    found = []
    for variant, facts in measured.items():
        for verb in RECOVERIES:
            for call in facts.rollback.moves:
                found.append(Round(variant, (Step("rollback", Death("call", call)), Step(verb))))
            for call in facts.undo.moves:
                undo = Step("undo", Death("call", call))
                found.append(Round(variant, (Step("rollback", None), undo, Step(verb))))
    return found


def sweep_pairs(measured: dict[str, Measured]) -> list[Round]:
    """The rollback dies after one record and its recovery after another."""
    found = []
    for variant, facts in measured.items():
        for record in range(1, facts.rollback.records):
            for verb in RECOVERIES:
                most = facts.rollback.records - record + 2 if verb == "resume" else 2 * record
                for second in range(1, most + 1):
                    steps = (Step("rollback", Death("record", record)), Step(verb, Death("record", second)))
                    found += [Round(variant, (*steps, Step(last))) for last in RECOVERIES]
    return found


def sweep_beside(measured: dict[str, Measured]) -> list[Round]:
    """`build` and `record` die before each of the calls that change names, and are given again; or a rollback goes on."""
    found = []
    for variant, facts in measured.items():
        for verb, command in facts.beside.items():
            for call in command.moves:
                died = Step(verb, Death("call", call))
                found.append(Round(variant, (died, Step(verb))))
                found.append(Round(variant, (died, Step("rollback"))))
    return found


def beside_round(variant: str, facts: Measured, seed: int, verb: str) -> Round:
    draw = random.Random(seed)
    command = facts.beside[verb]
    died = (Death("call", draw.choice(command.moves)) if command.moves
            else Death("instant", milliseconds=round(draw.uniform(0, command.seconds * 1000), 3)))
    return Round(variant, (Step(verb, died), Step(verb)))


def random_round(measured: dict[str, Measured], seed: int, variant: Optional[str] = None) -> Round:
    draw = random.Random(seed)
    variant = variant or draw.choice(sorted(measured))
    facts = measured[variant]
    steps = [Step("rollback", random_death(draw, facts.rollback))]
    for _ in range(draw.choices([0, 1, 2, 3], [4, 4, 2, 1])[0]):
        # Once an undo has begun there is no way to the target any more: rarer, so that both ends are reached as often.
        verb = draw.choices(RECOVERIES, [3, 1])[0]
        steps.append(Step(verb, random_death(draw, facts.of(verb))))
    steps.append(Step(draw.choices(RECOVERIES, [3, 2])[0]))
    return Round(variant, tuple(steps), hasty=draw.random() < 0.5)


def random_death(draw: random.Random, command: Command) -> Death:
    """Mostly near what changes something, because that takes far less time than the services and git."""
    kind = draw.choices(["call", "within", "instant", "record", "polite"], [12, 5, 3, 1, 1])[0]
    if kind == "call" and command.calls:
        return Death(kind, draw.choice(command.moves) if draw.random() < 0.7 else draw.randint(1, command.calls))
    if kind in ("call", "within"):
        after = round(draw.uniform(0, draw.choice([1, 4, 20, 100])), 3)
        return Death("within", draw.randint(1, command.records), after)
    if kind == "record":
        return Death(kind, draw.randint(1, command.records))
    return Death(kind, milliseconds=round(draw.uniform(0, command.seconds * 1100), 3))
