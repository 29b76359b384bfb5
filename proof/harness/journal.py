"""Reads a run's journal by the format's description alone, to know how far a run had come when it was killed.

    "LGJRNL01", then frames: length u32 | first sequence u64 | previous digest 32 | payload | digest 32
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any, Optional

MAGIC = b"LGJRNL01"


@dataclass
class Journal:
    records: list[dict[str, Any]] = field(default_factory=list)

    @property
    def backward(self) -> bool:
        directions = [entry["direction"] for entry in self.entries if "direction" in entry]
        return bool(directions) and "backward" in json.dumps(directions[-1])

    @property
    def end(self) -> Optional[dict[str, Any]]:
        """How the run ended, if nothing was begun again since."""
        last = self.entries[-1] if self.entries else {}
        return last["ended"]["_0"] if "ended" in last else None

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [record["entry"] for record in self.records]

    def text(self) -> str:
        return "\n".join(json.dumps(record)[:300] for record in self.records)


def read(path: str) -> Journal:
    """All whole frames; a torn last one is what a crash leaves."""
    journal = Journal()
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return journal
    offset = len(MAGIC)
    while data[:8] == MAGIC and offset + 44 + 32 <= len(data):
        end = offset + 44 + int.from_bytes(data[offset:offset + 4], "little")
        if end + 32 > len(data) or hashlib.sha256(data[offset:end]).digest() != data[end:end + 32]:
            break
        journal.records += json.loads(data[offset + 44:end])
        offset = end + 32
    return journal


def newest(state: str) -> Optional[str]:
    """The path of the newest run's journal in a state directory."""
    runs = [path for path in glob.glob(f"{state}/runs/*/journal") if path.split("/")[-2].isdigit()]
    return max(runs, key=lambda path: int(path.split("/")[-2]), default=None)


class Counter:
    """Counts records as they come, reading only when the file has grown."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.size = -1
        self.count = 0

    def __call__(self) -> int:
        path = newest(self.state)
        if path is None:
            return 0
        size = os.path.getsize(path) if os.path.exists(path) else 0
        if size != self.size:
            (self.size, self.count) = (size, len(read(path).records))
        return self.count
