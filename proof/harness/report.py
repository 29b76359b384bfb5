"""What a proof says: each failure so that it can be repeated, and at the end one line for machines."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

# Failures that are printed whole; of the others the first line only.
WHOLE = 6


class Report:
    def __init__(self, name: str) -> None:
        self.name = name
        self.began = time.monotonic()
        self.runs = 0
        self.failures = 0
        self.shown = 0.0

    def failed(self, what: str, lines: list[str], details: str = "") -> None:
        self.failures += 1
        print(f"FAILED {what}", flush=True)
        if self.failures > WHOLE:
            return
        for line in lines[:12]:
            print(f"    {line[:400]}")
        if len(lines) > 12:
            print(f"    and {len(lines) - 12} more")
        if details:
            print("\n".join(f"      | {line}" for line in details.splitlines()), flush=True)

    def progress(self, of: int) -> None:
        now = time.monotonic()
        if now - self.shown > 10:
            self.shown = now
            rate = self.runs / (now - self.began)
            print(f"{self.name}: {self.runs} of {of}, {self.failures} failures, {rate:.1f} a second",
                  file=sys.stderr, flush=True)

    def end(self, **facts: Any) -> int:
        """Prints the last line and gives the exit status."""
        sys.stderr.flush()
        print(json.dumps({
            "name": self.name, "runs": self.runs, "failures": self.failures,
            "seconds": round(time.monotonic() - self.began, 1), **facts}), flush=True)
        return 0 if self.failures == 0 and self.runs > 0 else 1
