"""The cases of `make bench-release`: what is measured, against whom, and the goal of each figure."""

import os
import subprocess
import time
from collections.abc import Callable

import capistrano
import demo
import directories
import machine
import synthetic
from cases import DOWNTIME, Bench, own_works
from figures import Goal
from probing import DidNotWork

SWITCH_SECONDS = 0.020
RECORD_SECONDS = 0.300
FILES = 100_000
FASTER = Goal(times=1.0)


def files() -> int:
    return int(os.environ.get("FILES", FILES))


BY_HAND = "ln + restart"
CAPISTRANO = "Capistrano"


def switch(bench: Bench) -> None:
    """A release directory with its dependency set made live on a large project, by hand too, and by Capistrano."""
    case = f"switch/{files()}"
    platform = directories.create("directories", bench.work, bench.ports.take(3), files())
    contenders = [directories.contender(platform), directories.by_hand(platform, BY_HAND)]
    released = synthetic.released(platform, bench.ports.take(3))
    cap = None
    try:
        cap = capistrano.Capistrano(released, platform.root, bench.ports.take(1)[0])
        contenders.append(cap.contender())
    except DidNotWork as reason:
        bench.figures.did_not_work(str(reason))
    measured = bench.compare(contenders, bench.rounds(7))
    if cap:
        cap.close()
        released.stop()
    platform.stop()
    ours = measured["lastgood"]
    bench.figures.against_goal(f"{case}/swap", [one.spent.swap for one in ours if one.spent], SWITCH_SECONDS)
    until, own = own_works(ours)
    # It looks at every file of the directory, before and after: beside the same look by git.
    looks = bench.times(["git", "status", "--porcelain", "--untracked-files=no"], platform.root, bench.rounds(7))
    bench.figures.add(f"{case}/own-work-until-restored", until, looks, "git status", None)
    bench.figures.add(f"{case}/own-work", own, looks, "git status", None)
    for name, goal in ((BY_HAND, DOWNTIME), (CAPISTRANO, DOWNTIME)):
        theirs = measured.get(name, [])
        key = name.lower().replace(" ", "-")
        bench.figures.add(f"{case}/downtime/{key}", [one.downtime for one in ours], [one.downtime for one in theirs],
                          name, goal)
        bench.figures.add(f"{case}/total/{key}", [one.total for one in ours], [one.total for one in theirs], name,
                          FASTER if name == CAPISTRANO else None)


def record(bench: Bench) -> None:
    """`release record` of the demo platform when nothing has changed since it was recorded."""
    platform = demo.create("recorded", bench.work, bench.ports.take(4), configured=True)
    command = [bench.program, "release", "record", "--no-build"]
    machine.run(command, bench.work, platform.root)
    bench.figures.against_goal("record/unchanged", bench.times(command, platform.root, bench.rounds(9)),
                               RECORD_SECONDS)
    platform.stop()


def build(bench: Bench) -> None:
    """How long the release directory of a large project takes to build, beside `git worktree add`: no goal."""
    platform = directories.create("built", bench.work, bench.ports.take(1), files())
    ours, theirs = [], []
    for number in range(bench.rounds(3)):
        name = directories.release(platform, platform.good)
        machine.run(["rm", "-rf", f"releases/{name}"], bench.work, platform.root)
        began = time.monotonic()
        directories.run(platform, "release", "build", platform.good)
        ours.append(time.monotonic() - began)
        began = time.monotonic()
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", bench.work / f"worktree-{number}",
                        platform.good], cwd=platform.root, check=True)
        os.sync()
        theirs.append(time.monotonic() - began)
    bench.figures.add(f"build/{files()}", ours, theirs, "git worktree add + sync", None)


CASES: dict[str, Callable[[Bench], None]] = {"switch": switch, "record": record, "build": build}
