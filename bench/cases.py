"""The cases of `make bench-fast`: what is measured, against whom, and the goal of each figure."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import capistrano
import demo
import lastgood
import machine
import rounds
import scripts
import synthetic
from figures import AT_MOST, Figures, Goal
from platforms import Platform
from probing import DidNotWork
from rounds import Contender, Round

CHECKOUT = "git checkout + restart"
DOWNTIME = Goal(times=1.0, plus=0.2)
GIT_WORK = "git's change and stat pass"
A_THIRD = Goal(times=1 / 3)
OWN_WORK_SECONDS = 0.1
# The change and one stat pass, as git does them, and what does not grow: the own work that is allowed anywhere.
GROWTH = Goal(times=1.0, plus=OWN_WORK_SECONDS)
# What one more service may add to the own work: a few durable records in the journal.
A_SERVICE_SECONDS = 0.003
# Beyond these the prober would ask so much that it is measured too: then only the one that clients ask is watched.
MOST_WATCHED = 8
VERSION_SECONDS = 0.015
PLAN_SECONDS = 0.2


class Bench:
    """What every case needs: where to work, which ports, how many rounds, where figures go."""

    def __init__(self, work: Path, figures: Figures, n: int | None) -> None:
        self.work, self.figures, self.n = work, figures, n
        self.ports = machine.Ports()
        self.program = str(lastgood.program())
        self.platforms: dict[str, Platform] = {}
        # What several cases of another bench use, made by the first of them.
        self.shared: dict[str, object] = {}

    def rounds(self, default: int) -> int:
        return self.n or default

    def say(self, text: str) -> None:
        print(f"· {text}", file=sys.stderr, flush=True)

    def compare(self, contenders: list[Contender], n: int) -> dict[str, list[Round]]:
        return rounds.interleaved(contenders, n, self.figures.did_not_work)

    def synthetic(self, files: int = 10_000, *, configured: bool, services: int = 3) -> Platform:
        """Made once: a large one takes longer to make and remove than to measure."""
        name = f"{'configured' if configured else 'day-one'}-{files}-{services}"
        if name not in self.platforms:
            self.platforms[name] = synthetic.create(name, self.work, self.ports.take(services), files=files,
                                                    configured=configured)
        if services > MOST_WATCHED:
            self.platforms[name].watched = 1
        return self.platforms[name]

    def times(self, command: list[str], cwd: Path, n: int) -> list[float]:
        """Wall times of a command, after one that warms the file cache."""
        found = []
        for _ in range(n + 1):
            began = time.monotonic()
            done = subprocess.run(command, cwd=cwd, env=machine.environment(self.work), stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True)
            found.append(time.monotonic() - began)
            if done.returncode != 0:
                raise DidNotWork(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
        return found[1:]

    def downtimes(self, case: str, measured: dict[str, list[Round]], peer: str = CHECKOUT) -> None:
        ours, theirs = measured["lastgood"], measured[peer]
        add = self.figures.add
        add(f"{case}/downtime", [one.downtime for one in ours], [one.downtime for one in theirs], peer, DOWNTIME)
        add(f"{case}/downtime-all-services", [one.platform_downtime for one in ours],
            [one.platform_downtime for one in theirs], peer, DOWNTIME)
        add(f"{case}/total", [one.total for one in ours], [one.total for one in theirs], peer, None)

    def own_work(self, case: str, measured: dict[str, list[Round]]) -> None:
        until, own = own_works(measured["lastgood"])
        self.figures.against_goal(f"{case}/own-work-until-restored", until, OWN_WORK_SECONDS)
        self.figures.against_goal(f"{case}/own-work", own, OWN_WORK_SECONDS)
        spent = [one.spent for one in measured["lastgood"] if one.spent]
        self.say(f"{case}: the snapshot after the outcome took "
                 f"{statistics.median([one.snapshot for one in spent] or [0]) * 1000:.0f} ms, in none of the figures")
        steps = {name: statistics.median(one.steps.get(name, 0) for one in spent)
                 for name in (spent[0].steps if spent else {})}
        slowest = sorted(steps.items(), key=lambda item: -item[1])[:8]
        cpu = statistics.median([one.cpu for one in measured["lastgood"]] or [0])
        self.say(f"{case}: {cpu:.2f} s of processor time; "
                 + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in slowest))

    def plan(self, case: str, platform: Platform) -> None:
        platform.reset()
        platform.start(scripts.start(platform), platform.bad_marker)
        try:
            self.figures.against_goal(f"{case}/plan", self.times(
                [self.program, "plan", "--fast", "--commit", platform.good], platform.root, self.rounds(9)),
                PLAN_SECONDS)
        except DidNotWork as reason:
            self.figures.did_not_work(str(reason))


def version(bench: Bench) -> None:
    """How long the program takes to say its version: its bare start."""
    bench.figures.against_goal("version", bench.times([bench.program, "--version"], bench.work, bench.rounds(25)),
                               VERSION_SECONDS)


def synthetic_day_one(bench: Bench) -> None:
    """10,000 files, 30 changed, three services started by hand, nothing configured."""
    case = "synthetic-day-one"
    platform = bench.synthetic(configured=False)
    bench.plan(case, platform)
    measured = bench.compare([rounds.ours(platform), rounds.checkout_and_restart(platform)], bench.rounds(9))
    bench.downtimes(case, measured)
    bench.own_work(case, measured)
    platform.stop()


def synthetic_configured(bench: Bench) -> None:
    """The same with a configuration; against the usual script and Capistrano too."""
    case = "synthetic-configured"
    platform = bench.synthetic(configured=True)
    bench.plan(case, platform)
    contenders = [rounds.ours(platform), rounds.checkout_and_restart(platform), rounds.usual_script(platform)]
    released = synthetic.released(platform, bench.ports.take(3))
    cap = None
    try:
        cap = capistrano.Capistrano(released, platform.root, bench.ports.take(1)[0])
        contenders.append(cap.contender())
    except DidNotWork as reason:
        bench.figures.did_not_work(str(reason))
    n = bench.rounds(7)
    starts = [rounds.own_start(platform) for _ in range(n)]
    measured = bench.compare(contenders, n)
    if cap:
        cap.close()
        released.stop()
    platform.stop()
    bench.downtimes(case, measured)
    bench.own_work(case, measured)
    beyond(bench, case, measured, statistics.median(starts))


def beyond(bench: Bench, case: str, measured: dict[str, list[Round]], start: float) -> None:
    """Totals without the services' own start, which is the same for everyone."""
    bench.say(f"{case}: the services' own start takes {start * 1000:.0f} ms")
    totals = {name: [one.total for one in them] for name, them in measured.items()}
    spent = [one.spent for one in measured["lastgood"] if one.spent]
    sides = {"restored": [one.restored for one in spent], "total": totals["lastgood"]}
    for peer in ("usual script", "Capistrano"):
        theirs = totals.get(peer, [])
        for side, ours in sides.items():
            name = f"{case}/{side}-beyond-start/{peer.lower().replace(' ', '-')}"
            if min([*ours, *theirs], default=start) < start:
                bench.figures.did_not_work(f"{name}: a round took less than the services' own start")
            else:
                bench.figures.add(name, [one - start for one in ours], [one - start for one in theirs], peer, A_THIRD)
    bench.figures.add(f"{case}/code-part", [one.own for one in spent],
                      [one.code for one in measured["usual script"] if one.code is not None],
                      "usual script's code part", None)


def demo_platform(bench: Bench, case: str, configured: bool) -> None:
    platform = demo.create(case, bench.work, bench.ports.take(4), configured=configured)
    bench.plan(case, platform)
    measured = bench.compare([rounds.ours(platform), rounds.checkout_and_restart(platform)], bench.rounds(5))
    bench.downtimes(case, measured)
    bench.own_work(case, measured)
    platform.stop()


def demo_day_one(bench: Bench) -> None:
    """The demo platform, its services started by hand, nothing configured."""
    demo_platform(bench, "demo-day-one", configured=False)


def demo_configured(bench: Bench) -> None:
    """The demo platform with its rollback/ folder."""
    demo_platform(bench, "demo-configured", configured=True)


def own_works(measured: list[Round]) -> tuple[list[float], list[float]]:
    spent = [one.spent for one in measured if one.spent]
    return [one.own_until_restored for one in spent], [one.own for one in spent]


def growth_files(bench: Bench) -> None:
    """The own work at 1,000, 10,000 and 100,000 files, against git's time for the change and one stat pass."""
    for files in (1_000, 10_000, 100_000):
        case = f"growth-files/{files}"
        platform = bench.synthetic(files, configured=True)
        ours, change = rounds.ours(platform), scripts.change_and_stat(platform)
        peer: list[float] = []
        measured: list[Round] = []
        try:
            for _ in range(bench.rounds(3)):
                measured.append(ours.round())
                ours.reset()
                began = time.monotonic()
                machine.run(["sh", change], bench.work, platform.root)
                peer.append(time.monotonic() - began)
        except DidNotWork as reason:
            bench.figures.did_not_work(f"{case}: {reason}")
        own_until, own = own_works(measured)
        bench.figures.add(f"{case}/own-work-until-restored", own_until, peer, GIT_WORK, GROWTH)
        bench.figures.add(f"{case}/own-work", own, peer, GIT_WORK, GROWTH)
        platform.stop()


def growth_services(bench: Bench) -> None:
    """The own work with 3, 30 and 100 services: a little more for each; and still as fast as a restart."""
    fewest = 3
    base: list[float] = []
    for count in (fewest, 30, 100):
        case = f"growth-services/{count}"
        platform = bench.synthetic(1_000, configured=True, services=count)
        measured = bench.compare([rounds.ours(platform), rounds.checkout_and_restart(platform)], bench.rounds(3))
        _, own = own_works(measured["lastgood"])
        if count == fewest:
            base = own
        else:
            bench.figures.add(f"{case}/own-work", own, base, f"own work with {fewest} services",
                              Goal(plus=A_SERVICE_SECONDS * (count - fewest)))
        ours, theirs = measured["lastgood"], measured[CHECKOUT]
        bench.figures.add(f"{case}/all-up", [one.all_up for one in ours if one.all_up is not None],
                          [one.all_up for one in theirs if one.all_up is not None], CHECKOUT, DOWNTIME)
        platform.stop()


CASES: dict[str, Callable[[Bench], None]] = {
    "version": version,
    "synthetic-day-one": synthetic_day_one,
    "synthetic-configured": synthetic_configured,
    "demo-day-one": demo_day_one,
    "demo-configured": demo_configured,
    "growth-files": growth_files,
    "growth-services": growth_services,
}
