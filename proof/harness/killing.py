"""When the program is killed. A death has a short text, so that a failing round can be repeated exactly."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import Callable, Optional

from .calls import Calls


@dataclass(frozen=True)
class Death:
    """`record`: SIGKILL by the program itself, right after its n-th record is durable.
    `instant`: from outside, so many milliseconds after its start.
    `within`: from outside, so many milliseconds after the n-th new record was seen.
    `call`: by a library in it, right before the n-th call that changes anything outside the program.
    `polite`: as `instant`, by SIGTERM: the step is ended, then the program stops as interrupted.
    """

    kind: str
    record: int = 0
    milliseconds: float = 0

    @property
    def text(self) -> str:
        return {
            "record": f"record={self.record}", "call": f"call={self.record}",
            "instant": f"instant={self.milliseconds:.3f}",
            "within": f"within={self.record}+{self.milliseconds:.3f}",
            "polite": f"polite={self.milliseconds:.3f}",
        }[self.kind]

    @staticmethod
    def parse(text: str) -> "Death":
        (kind, _, value) = text.partition("=")
        if kind in ("record", "call"):
            return Death(kind, record=int(value))
        if kind == "within":
            (record, _, after) = value.partition("+")
            return Death(kind, int(record), float(after))
        if kind in ("instant", "polite"):
            return Death(kind, milliseconds=float(value))
        raise ValueError(f"no way to die: {text}")

    def variables(self, forget_intent: bool, calls: Optional[Calls]) -> dict[str, str]:
        """What makes the program die by itself."""
        if self.kind == "call":
            return calls.deadly(self.record) if calls else {}
        faults = [f"kill-after-record={self.record}"] if self.kind == "record" else []
        faults += ["forget-intent"] if forget_intent else []
        return {"LASTGOOD_FAULT": ",".join(faults)} if faults else {}

    def bring(self, process: "subprocess.Popen[bytes]", began: float, records: Callable[[], int]) -> None:
        """Waits for the moment, then signals, unless the process has ended by itself."""
        if self.kind == "within":
            self.await_record(process, records)
        if self.kind in ("record", "call"):
            return
        since = began if self.kind in ("instant", "polite") else time.monotonic()
        if not ended(process, since + self.milliseconds / 1000):
            os.kill(process.pid, signal.SIGTERM if self.kind == "polite" else signal.SIGKILL)

    def await_record(self, process: "subprocess.Popen[bytes]", records: Callable[[], int]) -> None:
        first = records()
        while records() < first + self.record and process.poll() is None:
            time.sleep(0.0003)


def ended(process: "subprocess.Popen[bytes]", until: float) -> bool:
    """Whether the process ends before a moment of the monotonic clock."""
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True
