"""A tree of many source files, committed: the same bytes in every run, old enough that nobody doubts their times."""

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import machine
import synthetic
from probing import DidNotWork

SEED = 20_000
BYTES_A_FILE = 5_000
# Most files are small and a few are large, as in a project.
SPREAD = 1.2
FILES_A_FOLDER = 40
# A file that has just been changed is read again by whoever goes by times; a platform has few of them.
SETTLED_SECONDS = 3.0
SYLLABLES = ("ac", "ber", "cal", "dor", "en", "fin", "ger", "hol", "in", "jur", "kel", "lo", "mat", "nor", "op", "par",
             "qui", "ren", "sol", "tor", "un", "ver", "wil", "xen", "yor", "zel")
LINES = (
    "    {0} = self.{1}.{2}({3})\n",
    "    if {0} is None or {0}.{1} < {number}:\n        raise ValueError(\"{2} has no {3}\")\n",
    "\n\ndef {0}_{1}({2}: str, {3}: int = {number}) -> dict[str, object]:\n",
    "    return {{\"{0}\": {1}, \"{2}\": {number}}}\n",
    "    for {0} in sorted({1}.{2}, key=lambda one: one.{3}):\n        yield {0}, {number}\n",
    "    # The {0} of a {1} counts only when its {2} has been {3}.\n",
    "from {0}.{1} import {2}, {3}\n",
    "    assert {0}({1}) == \"{2}-{number}\", f\"{{{3}}} is another\"\n",
)


class Sources:
    """A checkout in which everything is committed."""

    def __init__(self, work: Path, name: str, files: int) -> None:
        self.work, self.root, self.files = work, work / name, files
        self.root.mkdir()
        machine.git(work, self.root, "init", "--quiet", "--initial-branch=main")
        synthetic.fast_import(self.root, [contents(files)])
        machine.git(work, self.root, "checkout", "--quiet", "--force", "main")
        self.names = machine.git(work, self.root, "ls-files", "-z").strip("\0").split("\0")
        self.age(self.names)
        os.sync()

    def age(self, names: list[str]) -> None:
        then = time.time() - 3600
        for name in names:
            os.utime(self.root / name, (then, then))
        machine.git(self.work, self.root, "update-index", "-q", "--refresh")
        self.touched = time.monotonic()

    def settle(self) -> None:
        time.sleep(max(0.0, self.touched + SETTLED_SECONDS - time.monotonic()))

    @contextlib.contextmanager
    def one_changed(self, turn: int) -> Iterator[None]:
        """Another file in each turn, in its middle."""
        file = self.root / self.names[(turn * 7919 + 17) % len(self.names)]
        before = file.read_text()
        half = len(before) // 2
        file.write_text(f"{before[:half]}\n# changed in turn {turn}\n{before[half:]}")
        try:
            yield
        finally:
            file.write_text(before)
            self.age([str(file.relative_to(self.root))])

    def check(self, place: Path) -> None:
        """What was brought back is what is here, file by file, and nothing that was to be left out."""
        if (place / ".git").exists():
            raise DidNotWork(f"{place.name}: git's own folder was kept")
        done = subprocess.run(["diff", "--recursive", "--brief", "--no-dereference", "--exclude=.git", self.root,
                               place], capture_output=True, text=True)
        if done.returncode != 0:
            raise DidNotWork(f"{place.name}: not what was kept{machine.last_words(done.stderr, done.stdout)}")


def contents(files: int) -> dict[str, str]:
    chance = random.Random(SEED)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3_000)]
    weights = [chance.lognormvariate(0, SPREAD) for _ in range(files)]
    scale = files * BYTES_A_FILE / sum(weights)
    names = (f"src/part_{number // (FILES_A_FOLDER * 20):03}/folder_{number // FILES_A_FOLDER:04}/"
             f"{words[number % len(words)]}_{number:05}.py" for number in range(files))
    return {name: text(chance, words, int(weight * scale)) for name, weight in zip(names, weights)}


def text(chance: random.Random, words: list[str], size: int) -> str:
    """Lines as in a program, of words that the file uses again and again."""
    own = chance.choices(words, k=12)
    parts: list[str] = []
    while size > 0:
        line = chance.choice(LINES).format(*chance.choices(own, k=3), chance.choice(words),
                                           number=int(chance.random() * 10_000))
        parts.append(line[:size])
        size -= len(line)
    return "".join(parts)
