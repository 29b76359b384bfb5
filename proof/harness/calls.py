"""The library in calls.c: counts what the program does to the world and kills it before one call; or disarms locks."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Optional

# Changes of names are what recovery has to tell apart; writes into files that nobody sees yet are the most of the rest.
MOVES = {
    "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "mkdir",
    "mkdirat", "syscall", "fork",
}


@dataclass(frozen=True)
class Calls:
    library: str
    report: str

    def deadly(self, number: int) -> dict[str, str]:
        return {"LD_PRELOAD": self.library, "LASTGOOD_PROOF_CALL": str(number)}

    def unlocked(self) -> dict[str, str]:
        return {"LD_PRELOAD": self.library, "LASTGOOD_PROOF_UNLOCKED": "1"}

    def believing(self) -> dict[str, str]:
        return {"LD_PRELOAD": self.library, "LASTGOOD_PROOF_BELIEVING": "1"}

    def counting(self) -> dict[str, str]:
        return {"LD_PRELOAD": self.library, "LASTGOOD_PROOF_COUNT": self.report}

    def counted(self) -> tuple[int, tuple[int, ...]]:
        """Of the last counting command that ended by itself: how many calls, and which of them change names."""
        with open(self.report, encoding="utf-8") as file:
            names = [line.split(" ")[1] for line in file]
        return (len(names), tuple(n + 1 for n, name in enumerate(names) if name in MOVES))


def build(place: str) -> Optional[Calls]:
    """None where there is no C compiler: the proof goes on without this kind of death, and says so."""
    compiler = next((found for name in ("cc", "clang", "gcc") if (found := shutil.which(name))), None)
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "calls.c")
    library = f"{place}/calls.so"
    if compiler is None:
        return None
    made = subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=False)
    return Calls(library, f"{place}/calls.count") if made.returncode == 0 else None
