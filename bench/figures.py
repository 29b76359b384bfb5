"""Figures: one JSON line each on standard output, and at the end a summary for people on standard error."""

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """Reached when ours ≤ times × peer + plus."""

    times: float = 1.0
    plus: float = 0.0

    def limit(self, peer: float) -> float:
        return self.times * peer + self.plus

    def __str__(self) -> str:
        return f"{self.times:.3g} × peer" + (f" + {seconds(self.plus)}" if self.plus else "")


AT_MOST = Goal()


@dataclass
class Figure:
    name: str
    ours: Sequence[float]
    peer: Sequence[float]
    peer_name: str
    goal: Goal | None
    unit: str = "s"

    def line(self) -> str:
        ours, peer = statistics.median(self.ours), statistics.median(self.peer)
        return json.dumps({
            "name": self.name, "ours": round(ours, 4), "peer": round(peer, 4), "peer_name": self.peer_name,
            "ratio": round(ours / peer, 3) if peer > 0 else None, "unit": self.unit, "n": len(self.ours),
        })

    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return statistics.median(self.ours) <= self.goal.limit(statistics.median(self.peer))

    def text(self) -> str:
        mark = {True: "✓", False: "✗", None: "·"}[self.reached()]
        ours, peer = statistics.median(self.ours), statistics.median(self.peer)
        said = seconds if self.unit == "s" else megabytes
        spread = f"({said(min(self.ours))} – {said(max(self.ours))})"
        wanted = f"≤ {said(self.goal.limit(peer))}" if self.goal else ""
        return (f"{mark} {self.name:46} {said(ours):>9} {spread:24} {wanted:12} "
                + (f"{self.peer_name} {said(peer)}" if self.peer_name != "goal" else ""))


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if abs(value) < 0.1 else f"{value:.2f} s"


def megabytes(value: float) -> str:
    return f"{value / 1e6:.1f} MB"


@dataclass
class Figures:
    figures: list[Figure] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, name: str, ours: Sequence[float], peer: Sequence[float], peer_name: str, goal: Goal | None,
            unit: str = "s") -> None:
        """Prints at once: a long run that is cut short has still said what it knew."""
        if not ours or not peer:
            # A figure that is not there must not look like one that nobody asked for.
            self.did_not_work(f"{name}: nothing was measured of {'lastgood' if not ours else peer_name}")
            return
        figure = Figure(name, ours, peer, peer_name, goal, unit)
        self.figures.append(figure)
        print(figure.line(), flush=True)

    def against_goal(self, name: str, ours: Sequence[float], limit: float, unit: str = "s") -> None:
        self.add(name, ours, [limit], "goal", AT_MOST, unit)

    def did_not_work(self, what: str) -> None:
        self.broken.append(what)
        print(f"✗ {what}", file=sys.stderr, flush=True)

    def missed(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.reached() is False]

    def summary(self) -> str:
        goals = [figure for figure in self.figures if figure.goal]
        reached = len(goals) - len(self.missed())
        lines = [figure.text() for figure in self.figures]
        lines += [f"did not work: {what}" for what in self.broken]
        return "\n".join(lines + [f"{reached} of {len(goals)} goals reached"])
