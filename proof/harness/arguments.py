"""What a proof is asked: `proof/NAME [BINARY] [RUNS]`, with LASTGOOD, RUNS, SEED and ROUND in the environment."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Arguments:
    program: str
    runs: int
    seed: int
    # Rounds as failures print them, with `;` between them.
    round: Optional[str]
    workers: int


def read(default_runs: int, workers: int = 2) -> Arguments:
    words = sys.argv[1:]
    runs = int(words.pop()) if words and words[-1].isdigit() else int(os.environ.get("RUNS", default_runs))
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    program = os.environ.get("LASTGOOD") or (words[0] if words else f"{top}/.build/debug/lastgood")
    program = os.path.abspath(program)
    if len(words) > 1 or not os.access(program, os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} [BINARY] [RUNS]; {program} must be the built program")
    return Arguments(
        program, runs, int(os.environ.get("SEED", random.randrange(1, 10**9))), os.environ.get("ROUND"),
        int(os.environ.get("WORKERS", workers)))
