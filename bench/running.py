"""What every bench does around its cases: choose them, run each, sum up."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import reaper
from cases import Bench
from figures import Figures

# Runnable processes before anything is measured; the bench itself wants all processors.
BUSY = 0.7

Cases = dict[str, Callable[[Bench], None]]


def run(work: Path, all_cases: Cases, named_only: frozenset[str]) -> int:
    chosen = [word for word in os.environ.get("ONLY", "").split(",") if word]
    cases = [name for name in all_cases if (name not in named_only if not chosen else any(word in name for word in chosen))]
    if not cases:
        raise SystemExit(f"ONLY names none of: {', '.join(all_cases)}")
    rounds = os.environ.get("N", "")
    if rounds and (not rounds.isdigit() or int(rounds) == 0):
        raise SystemExit("N is a number of rounds")
    goals = os.environ.get("GOALS", "")
    if goals not in ("", "report"):
        raise SystemExit("GOALS is report, or left out")
    figures = Figures()
    bench = Bench(work, figures, int(rounds) if rounds else None)
    began = time.monotonic()
    if os.getloadavg()[0] > BUSY:
        bench.say(f"the machine is busy (load {os.getloadavg()[0]:.1f}): every figure will look worse than it is")
    for name in cases:
        bench.say(f"{name}: {(all_cases[name].__doc__ or '').strip().splitlines()[0]}")
        try:
            all_cases[name](bench)
        except Exception as reason:  # one case that breaks must not take the others with it
            figures.did_not_work(f"{name}: {type(reason).__name__}: {reason}")
    print(f"\n{figures.summary()}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if figures.broken or figures.missed() and goals != "report" else 0


def main(cases: Cases, usage: str | None, named_only: frozenset[str] = frozenset()) -> int:
    """`named_only`: cases that take long, and are measured where ONLY asks for them."""
    if len(sys.argv) > 2 or sys.argv[1:2] and sys.argv[1].startswith("-"):
        print(usage)
        return 0 if sys.argv[1] in ("-h", "--help") else 64
    if len(sys.argv) > 1:
        os.environ.setdefault("LASTGOOD", sys.argv[1])
    parent = Path(os.environ.get("BENCH_DIR") or Path(__file__).resolve().parent.parent / ".build")
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=parent)).resolve()
    return reaper.run(lambda: run(folder, cases, named_only), folder)
