"""Create, prune, restore and verify at the same time: each works or says who is in its way, and nothing is wrong."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import threading
from typing import Callable

from harness import calls
from harness.odd_tree import differences, look

from .place import Ended, Place

CREATIONS = 5
TRIES = 400
# What a command says that has to wait for another one, and what one says whose snapshot has been pruned.
IN_THE_WAY = ("in use by another process", "The platform is held by")
GONE = ("no snapshot",)


class Together:
    def __init__(self, program: str, work: str) -> None:
        (self.program, self.work) = (program, work)
        self.numbers = itertools.count()

    def round(self, seed: int, **more: str) -> list[str]:
        place = Place(self.program, f"{self.work}/together-{next(self.numbers)}")
        meeting = Meeting(place, random.Random(seed), more)
        lines = meeting.run()
        shutil.rmtree(place.work)
        return lines


class Meeting:
    def __init__(self, place: Place, drawn: random.Random, more: dict[str, str]) -> None:
        (self.place, self.drawn, self.more) = (place, drawn, more)
        self.over = threading.Event()
        self.lines: list[str] = []
        self.done = {"create": 0, "prune": 0, "restore": 0, "verify": 0}

    def run(self) -> list[str]:
        for _ in range(3):
            self.place.change(self.drawn)
            self.place.create()
        loops: list[Callable[[], None]] = [self.prunes, self.restores, self.verifies, self.restores]
        threads = [threading.Thread(target=self.until_over, args=(loop,)) for loop in loops]
        for thread in threads:
            thread.start()
        try:
            for _ in range(CREATIONS):
                self.creates()
        finally:
            self.over.set()
            for thread in threads:
                thread.join()
        never = [f"{what} never came to its turn" for what, count in self.done.items() if count == 0]
        return self.lines + never + self.place.sound()

    def until_over(self, loop: Callable[[], None]) -> None:
        while not self.over.is_set():
            try:
                loop()
            except Exception as error:  # a thread's own end would be silent
                self.lines.append(f"{loop.__name__}: {error!r}")
                return

    def judge(self, what: str, ended: Ended) -> bool:
        if ended.status == 0:
            self.done[what] += 1
            return True
        said = ended.errors + ended.output
        if not any(words in said for words in IN_THE_WAY + (GONE if what == "restore" else ())):
            self.lines.append(f"{what}: {ended.text}")
        return False

    def creates(self) -> None:
        self.place.change(self.drawn)
        for _ in range(TRIES):
            ended = self.place.create(**self.more)
            if self.judge("create", ended) or self.lines:
                return
        self.lines.append("create has never had its turn")

    def prunes(self) -> None:
        ended = self.place.run("prune", "--days", "0", "--keep", "2", "--json", **self.more)
        self.judge("prune", ended)
        for said in ended.of("snapshots-pruned"):
            for number in said["removed"]:
                self.place.kept.pop(number, None)

    def restores(self) -> None:
        number = random.choice(list(self.place.kept))
        wanted = self.place.kept.get(number)
        target = f"{self.place.work}/restored-{threading.get_ident()}"
        ended = self.place.run("restore", str(number), "--to", target, "--part", "code", **self.more)
        if self.judge("restore", ended) and wanted is not None:
            self.lines += [f"restored wrongly: {line}" for line in differences(wanted, look(f"{target}/code"))[:3]]
        if os.path.lexists(target):
            shutil.rmtree(target)

    def verifies(self) -> None:
        self.judge("verify", self.place.run("verify", "--json", **self.more))


def control(program: str, work: str) -> dict[str, bool]:
    """Where no lock is ever refused they get in each other's way, and that must be seen."""
    library = calls.build(work)
    if library is None:
        return {}
    together = Together(program, work)
    return {"no locks": any(together.round(seed, **library.unlocked()) for seed in range(8))}
