"""Runs the program and reads from its JSON lines where the time went."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probing import DidNotWork

HERE = Path(__file__).resolve().parent
Interval = tuple[float, float]
# Of a service, but no service takes part: the program reads /proc.
OWN_CHECKS = ("/process", "/port")


def program() -> Path:
    """LASTGOOD, else what `make release` or a release build left."""
    named = os.environ.get("LASTGOOD")
    places = [Path(named)] if named else [HERE.parent / ".build/lastgood", HERE.parent / ".build/release/lastgood"]
    for place in places:
        if place.is_file() and os.access(place, os.X_OK):
            return place.resolve()
    raise SystemExit(f"no program at {' or '.join(map(str, places))}: run `make release`, or name it in LASTGOOD")


@dataclass(frozen=True)
class Spent:
    """Where a run's wall time went, in seconds."""

    restored: float  # from the command's start to "service restored"
    own: float  # of the whole command, report included, without the time that belongs to the services
    own_until_restored: float
    steps: dict[str, float]
    swap: float  # from the beginning of the swap to the end of its last step
    snapshot: float  # the complete snapshot after the outcome: in none of the others


def spent(wall: float, lines: list[tuple[float, str]]) -> Spent:
    """Reads the program's JSON lines, each with the seconds after the command's start at which it arrived."""
    read = [(at, event(line)) for at, line in lines]
    events = [(at, line) for at, line in read if "elapsed" in line]
    if not any(name.startswith("restart/") for name in steps(events)):
        raise DidNotWork("no restart step in the program's JSON lines")
    services = of_services(events)
    restored = next(((at, line["elapsed"]) for at, line in events if line["type"] == "restored"), None)
    if restored is None:
        raise DidNotWork("“service restored” is not in the program's JSON lines")
    at, elapsed = restored
    until = at - covered([(begin, min(end, elapsed)) for begin, end in services if begin < elapsed])
    kept = snapshot(events)
    return Spent(at, wall - covered(services) - kept, until,
                 {name: end - begin for name, (begin, end) in steps(events).items()}, swap(events), kept)


def snapshot(events: list[tuple[float, dict[str, Any]]]) -> float:
    """It begins when the outcome is known, and nobody waits for it."""
    told = [line for _, line in events if line["type"] == "run-snapshot"]
    if not told:
        return 0
    if told[-1]["state"] != "taken" or told[-1]["missing"]:
        raise DidNotWork(f"the snapshot after the run: {told[-1]}")
    began = next(line["elapsed"] for line in told if line["state"] == "began")
    if began < next((line["elapsed"] for _, line in events if line["type"] == "end"), 0):
        raise DidNotWork("the snapshot began before the run had ended")
    return told[-1]["elapsed"] - began


def swap(events: list[tuple[float, dict[str, Any]]]) -> float:
    began = next((line["elapsed"] for _, line in events if line["type"] == "stage" and line["stage"] == "swap"), None)
    ended = [end for name, (_, end) in steps(events).items() if name.startswith(("switch/", "swap/"))]
    if began is None or not ended:
        raise DidNotWork("no swap in the program's JSON lines")
    return max(ended) - began


def event(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict) or "type" not in value:
        raise DidNotWork(f"not an event: {line[:200]}")
    return value


def steps(events: list[tuple[float, dict[str, Any]]]) -> dict[str, Interval]:
    """When each step ran, in seconds since the run began."""
    began: dict[str, float] = {}
    ran: dict[str, Interval] = {}
    for _, line in events:
        if line["type"] == "step":
            name = line["step"]
            if line["state"] == "began":
                began.setdefault(name, line["elapsed"])
            elif line["state"] in ("succeeded", "failed") and name in began:
                ran[name] = (began[name], line["elapsed"])
    return ran


def of_services(events: list[tuple[float, dict[str, Any]]]) -> list[Interval]:
    """Time that belongs to the services: from their stop to their being ready, and their answers over HTTP."""
    found = [ran for name, ran in steps(events).items() if name.startswith("restart/")]
    for _, line in events:
        if line["type"] == "check" and line["service"] and not line["name"].endswith(OWN_CHECKS):
            found.append((line["elapsed"] - line.get("seconds", 0), line["elapsed"]))
    return found


def covered(intervals: list[Interval]) -> float:
    """The time in at least one of them: steps of one stage run at the same time."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(intervals):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total
