"""Runs the program and reads from its JSON lines where the time went."""

import json
import os
from pathlib import Path
from typing import Any

from probing import DidNotWork

HERE = Path(__file__).resolve().parent
Interval = tuple[float, float]


def program() -> Path:
    """LASTGOOD, else what `make release` or a release build left."""
    named = os.environ.get("LASTGOOD")
    places = [Path(named)] if named else [HERE.parent / ".build/lastgood", HERE.parent / ".build/release/lastgood"]
    for place in places:
        if place.is_file() and os.access(place, os.X_OK):
            return place.resolve()
    raise SystemExit(f"no program at {' or '.join(map(str, places))}: run `make release`, or name it in LASTGOOD")


def events(output: str) -> list[dict[str, Any]]:
    found = []
    for line in output.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            raise DidNotWork(f"not a line of JSON: {line[:200]}") from None
        if isinstance(event, dict):
            found.append(event)
    return found


def steps(lines: list[dict[str, Any]]) -> dict[str, Interval]:
    """When each step ran, in seconds since the run began."""
    began: dict[str, float] = {}
    ran: dict[str, Interval] = {}
    for line in lines:
        if line.get("type") == "step" and "elapsed" in line:
            name = line["step"]
            if line["state"] == "began":
                began.setdefault(name, line["elapsed"])
            elif line["state"] in ("succeeded", "failed"):
                # Without its beginning, its own seconds tell it.
                ran[name] = (began.get(name, line["elapsed"] - line.get("seconds", 0)), line["elapsed"])
    return ran


def of_services(lines: list[dict[str, Any]]) -> list[Interval]:
    """Time that belongs to the services: from their stop to their being ready, and their answers to checks."""
    found = [ran for name, ran in steps(lines).items() if name.startswith("restart/")]
    for line in lines:
        if line.get("type") == "check" and line.get("service") and "elapsed" in line:
            found.append((line["elapsed"] - line.get("seconds", 0), line["elapsed"]))
    return found


def covered(intervals: list[Interval]) -> float:
    """The time in at least one of them: steps of one stage run at the same time."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(intervals):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def own_work(wall: float, output: str) -> float:
    """The command's whole wall time, start and report included, without the time that belongs to the services."""
    lines = events(output)
    if not any(name.startswith("restart/") for name in steps(lines)):
        raise DidNotWork("no restart step in the program's JSON lines")
    return wall - covered(of_services(lines))


def restored(output: str) -> float | None:
    return next((line["elapsed"] for line in events(output) if line.get("type") == "restored"), None)


def breakdown(output: str) -> dict[str, float]:
    """Seconds of each step, for whoever looks for the slow one."""
    return {name: round(end - begin, 4) for name, (begin, end) in steps(events(output)).items()}
