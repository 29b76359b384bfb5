"""The bench's side of the prober: starts it, ends it, and reads downtimes off its records."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from prober import FAILED, NEW, Record


class Target(NamedTuple):
    name: str
    port: int
    path: str
    rate: float
    marker: str  # what only the target release's answer contains


class DidNotWork(Exception):
    """What was to be measured did not do its work. Slowness is not that."""


class Probing:
    """`with Probing(targets) as probing: ...; probing.finish()`"""

    def __init__(self, targets: list[Target]) -> None:
        self.targets = targets
        self.records: dict[str, list[Record]] = {}
        self.lateness = 0.0

    def __enter__(self) -> "Probing":
        self.process = subprocess.Popen(
            [sys.executable, "-I", Path(__file__).with_name("prober.py")], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.say(json.dumps([target._asdict() for target in self.targets]))
        if self.hear() != "ready\n":
            raise DidNotWork("the prober ended")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def finish(self) -> None:
        """Waits until every service answers as the new version, or patience ends."""
        self.say("finish")
        result = json.loads(self.hear() or '{"records": {}, "lateness": 0}')
        self.records = {name: [(a, b, c) for a, b, c in records] for name, records in result["records"].items()}
        self.lateness = result["lateness"]

    def window(self, target: Target, since: float) -> tuple[float | None, float]:
        """When the first request that failed was sent, if any, and when the first good one was answered.

        Good means the new version, and that none sent later failed: a single answer from among many failures is
        no end of a downtime.
        """
        records = [record for record in self.records.get(target.name, []) if record[0] >= since]
        failed = [sent for sent, _, code in records if code == FAILED]
        last = failed[-1] if failed else since
        good = [answered for sent, answered, code in records if code == NEW and sent > last]
        if not good:
            raise DidNotWork(f"{target.name} does not answer as the target release")
        return (failed[0] if failed else None), min(good)

    def downtime(self, since: float) -> float:
        """Of the first target, the one that clients ask most."""
        first, good = self.window(self.targets[0], since)
        return good - first if first else 0

    def platform_downtime(self, since: float) -> float:
        """From the first request that failed anywhere until all are good."""
        windows = [self.window(target, since) for target in self.targets]
        failed = [first for first, _ in windows if first]
        return max(good for _, good in windows) - min(failed) if failed else 0

    def all_good(self, since: float) -> float:
        return max(self.window(target, since)[1] for target in self.targets)
