"""Killed at any instant during create, prune and restore: the next command works, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Optional

from harness import calls
from harness.odd_tree import differences, look

from .place import Ended, Place

COMMANDS = ("create", "prune", "restore")
MOST_KEPT = 6


class Killing:
    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/killing")
        self.calls = calls.build(work)
        drawn = random.Random(1)
        self.place.change(drawn)
        self.measured: dict[str, tuple[float, int]] = {}
        self.trouble = self.measure(drawn)
        self.deaths = 0

    def measure(self, drawn: random.Random) -> list[str]:
        """How long each command takes, and how many calls it makes that change anything."""
        lines = []
        for command in ("create", "create", "create", "restore", "prune"):
            self.place.change(drawn)
            counting = self.calls.counting() if self.calls else {}
            ended = self.command(command, drawn, **counting)
            lines += [] if ended.status == 0 else [ended.text]
            count = self.calls.counted()[0] if self.calls else 0
            (seconds, most) = self.measured.get(command, (0.0, 0))
            self.measured[command] = (max(seconds, ended.seconds), max(most, count))
        return lines

    def command(self, command: str, drawn: random.Random, after: Optional[float] = None, **more: str) -> Ended:
        place = self.place
        if command == "create":
            return place.create(after=after, **more)
        if command == "prune":
            return self.prune(drawn.randrange(1, 4), after, **more)
        self.target = place.target()
        self.number = drawn.choice(sorted(place.kept))
        return place.run("restore", str(self.number), "--to", self.target, "--json", after=after, **more)

    def prune(self, keep: int, after: Optional[float], **more: str) -> Ended:
        """Those that may go may be gone; the others are still wanted."""
        place = self.place
        # Also one counts that was durable when its writer was killed, and was never acknowledged.
        may_go = sorted(self.listed())[:-keep]
        ended = place.run("prune", "--days", "0", "--keep", str(keep), "--json", after=after, **more)
        there = self.listed()
        for number in may_go:
            if number not in there:
                place.kept.pop(number, None)
        return ended

    def listed(self) -> set[int]:
        ended = self.place.run("list", "--json", "--limit", "10000")
        return {taken["sequence"] for taken in ended.of("snapshot")}

    def round(self, seed: int) -> list[str]:
        if self.trouble:
            return self.trouble
        drawn = random.Random(seed)
        self.place.change(drawn)
        command = "prune" if len(self.place.kept) > MOST_KEPT else drawn.choice(COMMANDS)
        (seconds, count) = self.measured[command]
        if count and drawn.random() < 0.6:
            # Right before one of its calls.
            ended = self.command(command, drawn, **self.calls.deadly(drawn.randrange(1, count + 1)))
        else:
            ended = self.command(command, drawn, after=drawn.uniform(0, 1.1 * seconds))
        self.deaths += ended.killed
        lines = [] if ended.killed or ended.status == 0 else [f"{command} fails: {ended.text}"]
        lines += self.half_restored() if command == "restore" else []
        lines += self.place.sound()
        self.place.change(drawn)
        again = self.command(command, drawn)
        lines += [] if again.status == 0 else [f"{command} fails after that: {again.text}"]
        lines += self.place.sound() + self.leftovers()
        return [f"{command}: {line}" for line in lines]

    def half_restored(self) -> list[str]:
        """Each part appears whole or not at all; where the tree is missing it comes with the next attempt."""
        (place, code) = (self.place, f"{self.target}/code")
        if not os.path.lexists(code):
            ended = place.run("restore", str(self.number), "--to", self.target, "--part", "code")
            if ended.status != 0:
                return [f"restoring again fails: {ended.text}"]
        lines = differences(place.kept[self.number], look(code))
        left = [name for name in os.listdir(self.target) if name.startswith(".lastgood-restore")]
        shutil.rmtree(self.target)
        return lines + [f"{name} is left" for name in left]

    def leftovers(self) -> list[str]:
        """After a command that has ended nothing of a killed one is left in the store but drafts of sealed files."""
        drafts = [str(path) for path in Path(self.place.store).rglob("*.new")]
        return [f"{len(drafts)} drafts are left: {drafts[0]}"] if len(drafts) > 0 else []


def control(program: str, work: str) -> dict[str, bool]:
    """Stores as a writer without our order would leave them: each must be seen."""
    place = Place(program, f"{work}/killing-control")
    place.change(random.Random(2))
    place.create()
    place.change(random.Random(3))
    place.create()
    packs = sorted((path for path in Path(place.store).glob("packs/*/*")), key=lambda path: path.stat().st_mtime_ns)
    records = sorted(Path(place.store).glob("snapshots/*"))
    index = sorted(Path(place.store).glob("index/*"))
    damages = {
        "a record before its packs": [
            path for path in packs if path.suffix != ".copy" and not path.with_suffix(".copy").exists()][-1:],
        "a record before its index": index[-2:],
        "an acknowledged record that was not written": records[-2:],
    }
    caught = {}
    for name, files in damages.items():
        held = {path: path.read_bytes() for path in files}
        for path in files:
            path.unlink()
        caught[name] = bool(place.sound())
        for path, data in held.items():
            path.write_bytes(data)
    caught["a sound store, which is none"] = not place.sound()
    return caught
