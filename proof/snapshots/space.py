"""A full disk at each of many sizes: what was acknowledged stays, the error is clear, and with room again all works."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

from harness import calls
from harness.odd_tree import differences, look

from .place import Ended, Place

PAGE = 4096
PLENTY = 64 << 20
# What says it: the system's own words, or the program's.
SAYS = ("snapshot-room-kept", "No space left", "no room", "is full")


class Space:
    """The platform's backups, and a folder to restore to, each on a small disk."""

    def __init__(self, program: str, work: str) -> None:
        self.place = Place(program, f"{work}/space")
        self.backups = f"{self.place.root}/rollback/backups"
        self.target = f"{self.place.work}/small"
        os.makedirs(self.target)

    def round(self, number: int) -> list[str]:
        """In turn: the first snapshot, a later one, and a restore."""
        (kind, pages) = (number % 3, number // 3)
        mount(self.backups, PLENTY)
        try:
            self.place.kept.clear()
            shutil.rmtree(f"{self.place.root}/files", ignore_errors=True)
            self.place.change(random.Random(5))
            steps = (self.first, self.later, self.restoring)
            return [f"{steps[kind].__name__} with {pages} pages: {line}" for line in steps[kind](pages)]
        finally:
            subprocess.run(["umount", self.backups], check=True)

    def first(self, pages: int) -> list[str]:
        mount(self.backups, max(1, pages) * PAGE, "remount,")
        return self.attempt()

    def later(self, pages: int) -> list[str]:
        self.place.create()
        self.place.change(random.Random(6))
        mount(self.backups, used(self.backups) + pages * PAGE, "remount,")
        return self.attempt()

    def attempt(self, **more: str) -> list[str]:
        place = self.place
        lines = clear(place.create(**more))
        lines += place.sound() if place.kept else []
        # What is there can still be pruned: nothing goes but what may.
        lines += clear(place.run("prune", "--days", "0", "--keep", "1")) if place.kept else []
        place.kept = dict(sorted(place.kept.items())[-1:])
        lines += place.sound() if place.kept else []
        mount(self.backups, PLENTY, "remount,")
        ended = place.create()
        return lines + ([] if ended.status == 0 else [f"with room again: {ended.text}"]) + place.sound()

    def restoring(self, pages: int) -> list[str]:
        place = self.place
        place.create()
        mount(self.target, max(1, pages) * PAGE)
        try:
            words = ("restore", "1", "--to", f"{self.target}/out", "--part", "code")
            ended = place.run(*words)
            lines = clear(ended)
            there = os.path.lexists(f"{self.target}/out/code")
            lines += ["a tree is there that was not acknowledged"] if there and ended.status != 0 else []
            mount(self.target, PLENTY, "remount,")
            ended = place.run(*words) if not there else ended
            lines += [] if ended.status == 0 else [f"with room again: {ended.text}"]
            left = [name for name in os.listdir(f"{self.target}/out") if name != "code"]
            lines += [f"{left} are left"] if left else []
            return lines + differences(place.kept[1], look(f"{self.target}/out/code"))
        finally:
            subprocess.run(["umount", self.target], check=True)


def mount(place: str, size: int, how: str = "") -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"{how}size={size},mode=755", "proof", place], check=True)


def used(place: str) -> int:
    facts = os.statvfs(place)
    return (facts.f_blocks - facts.f_bfree) * facts.f_frsize


def clear(ended: Ended) -> list[str]:
    """It works, or says that there is no room."""
    if ended.status == 0:
        return []
    said = ended.errors + ended.output
    return ended.unclear() + ([] if any(words in said for words in SAYS) else [f"it does not say why: {ended.text}"])


def control(program: str, work: str) -> dict[str, bool]:
    """Where the program believes that everything is written, what it acknowledges is not there: that must be seen."""
    library = calls.build(work)
    if library is None:
        return {}
    space = Space(program, f"{work}/space-control")
    mount(space.backups, PLENTY)
    try:
        space.place.change(random.Random(5))
        space.place.create()
        space.place.change(random.Random(6))
        mount(space.backups, used(space.backups) + 2 * PAGE, "remount,")
        return {"writes that only seem to succeed": bool(space.attempt(**library.believing()))}
    finally:
        subprocess.run(["umount", space.backups], check=True)


def possible(work: str) -> bool:
    """Whether this user may mount here at all."""
    place = Path(f"{work}/mount-test")
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4096", "proof", place], capture_output=True, check=False)
    if done.returncode == 0:
        subprocess.run(["umount", place], check=True)
    return done.returncode == 0
