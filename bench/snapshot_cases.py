"""The cases of `make bench-snapshot`: what is measured, against whom, and the goal of each figure."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import demo
import keepers
import machine
import scripts
from cases import Bench
from dumps import Dumps
from figures import Goal
from keepers import Borg, Keeper, Ours, Restic
from probing import DidNotWork
from sources import SETTLED_SECONDS, Sources

FILES = 20_000
MILLION = 1_000_000
FILES_A_FOLDER = 1_000
MOST_MEMORY = 200 * 10**6
# Of ten times as many files, beside a tenth of them.
LINEAR = 12.0
MEGABYTES = 1_000
MB = 1_000_000

FIRST_SECONDS = 0.7
UNCHANGED_SECONDS = 0.150
RESTORE_SECONDS = 1.2
DUMP_BYTES_A_SECOND = 300 * MB
VERIFY_BYTES_A_SECOND = 800 * MB
# Of the dump, where one row in a hundred has changed.
NEW_BYTES = 0.03
A_HALF, A_THIRD, A_QUARTER, AN_EIGHTH = Goal(times=1 / 2), Goal(times=1 / 3), Goal(times=1 / 4), Goal(times=1 / 8)

# What a keeper took in its rounds, by figure and then by keeper.
Measured = dict[str, dict[str, list[float]]]


def number(name: str, default: int) -> int:
    """A positive number from the environment."""
    text = os.environ.get(name, "")
    if text and (not text.isdigit() or int(text) == 0):
        raise DidNotWork(f"{name} is a number")
    return int(text) if text else default


def timed(step: Callable[[], object]) -> float:
    # What was written before must not be waited for by whoever writes durably next.
    os.sync()
    began = time.monotonic()
    step()
    return time.monotonic() - began


def turns(bench: Bench, case: str, n: int, contenders: list[Keeper],
          measure: Callable[[Keeper, int], dict[str, float]]) -> Measured:
    """n rounds of each, in turn, each turn beginning with another: what changes meanwhile changes for all."""
    measured: Measured = {}
    failed: set[str] = set()
    for turn in range(n):
        for place in range(len(contenders)):
            one = contenders[(turn + place) % len(contenders)]
            if one.name in failed:
                continue
            try:
                for figure, value in measure(one, turn).items():
                    measured.setdefault(figure, {}).setdefault(one.name, []).append(value)
            except DidNotWork as reason:
                bench.figures.did_not_work(f"{case}: {one.name}: {reason}")
                failed.add(one.name)
    return measured


def report(bench: Bench, figure: str, measured: dict[str, list[float]], limit: float | None,
           peers: dict[str, Goal | None], unit: str = "s") -> None:
    """Beside what is wanted of it alone, and beside each peer."""
    ours = measured.get("lastgood", [])
    if limit is not None:
        bench.figures.against_goal(figure, ours, limit, unit)
    for peer, goal in peers.items():
        bench.figures.add(f"{figure}/{peer}", ours, measured.get(peer, []), peer, goal, unit)


def tree(bench: Bench) -> None:
    """A repository of 20,000 files, 100 MB in all: kept first, unchanged, with one file changed, and brought back."""
    keepers.install()
    files = number("FILES", FILES)
    sources = Sources(bench.work, "tree", files)
    contenders: list[Keeper] = [kind(bench.work, sources.root) for kind in (Ours, Restic, Borg)]

    def measure(one: Keeper, turn: int) -> dict[str, float]:
        one.new_store()
        sources.settle()
        found = {"first": timed(one.keep), "unchanged": timed(one.keep)}
        with sources.one_changed(turn):
            found["one-changed"] = timed(one.keep)
            found["restore"] = timed(one.bring_back)
            sources.check(one.brought_back)
        return found

    measured = turns(bench, "tree", bench.rounds(5), contenders, measure)
    for step, limit, peers in (
        ("first", FIRST_SECONDS, {"restic": A_THIRD, "borg": A_QUARTER}),
        ("unchanged", UNCHANGED_SECONDS, {"restic": AN_EIGHTH, "borg": None}),
        ("one-changed", None, {"restic": None, "borg": None}),
        ("restore", RESTORE_SECONDS, {"restic": A_HALF, "borg": None}),
    ):
        report(bench, f"tree/{step}", measured.get(step, {}), limit, peers)


def demo_platform(bench: Bench) -> None:
    """The demo platform while its services run: kept first, and unchanged."""
    keepers.install()
    platform = demo.create("pi-forge", bench.work, bench.ports.take(4), configured=True)
    platform.start(scripts.start(platform), platform.bad_marker)
    contenders: list[Keeper] = [Ours(bench.work, platform.root), Restic(bench.work, platform.root)]

    def measure(one: Keeper, _: int) -> dict[str, float]:
        one.new_store()
        return {"first": timed(one.keep), "unchanged": timed(one.keep)}

    try:
        time.sleep(SETTLED_SECONDS)
        measured = turns(bench, "demo", bench.rounds(5), contenders, measure)
    finally:
        platform.stop()
    for step in ("first", "unchanged"):
        report(bench, f"demo/{step}", measured.get(step, {}), None, {"restic": None})


class DumpBench:
    """The dumps and their keepers: made once, whichever cases are chosen."""

    def __init__(self, bench: Bench) -> None:
        keepers.install()
        self.bench = bench
        self.dumps = Dumps(bench.work, number("SIZE", MEGABYTES) * MB)
        self.contenders: list[Keeper] = [kind(bench.work, self.dumps.root, self.dumps) for kind in (Ours, Restic)]
        self.is_kept = False

    def compare(self, case: str, second: str, n: int) -> Measured:
        """A dump into a new store, and then another one."""
        self.dumps.write("first", second)

        def measure(one: Keeper, _: int) -> dict[str, float]:
            one.new_store()
            self.dumps.hand_out("first")
            found = {"first": timed(one.keep)}
            before = one.stored()
            self.dumps.hand_out(second)
            found[second] = timed(one.keep)
            found["new-bytes"] = one.stored() - before
            return found

        return turns(self.bench, case, n, self.contenders, measure)

    def check(self, second: str) -> None:
        """What was kept last comes back as it was."""
        for one in self.contenders:
            one.bring_back()
            if subprocess.run(["cmp", "--silent", one.brought_back, self.dumps.path(second)]).returncode != 0:
                raise DidNotWork(f"{one.name}: the dump that was brought back is not the one that was kept")


def dump_bench(bench: Bench) -> DumpBench:
    if "dumps" not in bench.shared:
        bench.shared["dumps"] = DumpBench(bench)
    found = bench.shared["dumps"]
    assert isinstance(found, DumpBench)
    return found


def dump(bench: Bench) -> None:
    """A PostgreSQL dump of 1 GB, and a second one in which 1 % of the rows have changed, in runs."""
    own = dump_bench(bench)
    measured = own.compare("dump", "changed", bench.rounds(3))
    own.is_kept = True
    size = own.dumps.bytes("first")
    report(bench, "dump/first", measured.get("first", {}), size / DUMP_BYTES_A_SECOND, {"restic": None})
    report(bench, "dump/changed", measured.get("changed", {}), None, {"restic": None})
    report(bench, "dump/new-bytes", measured.get("new-bytes", {}), size * NEW_BYTES, {"restic": None}, "bytes")
    own.check("changed")


def verify(bench: Bench) -> None:
    """Every byte of the store that holds both dumps, read again."""
    own = dump_bench(bench)
    if not own.is_kept:
        own.compare("verify", "changed", 1)
        own.is_kept = True
    measured = turns(bench, "verify", bench.rounds(3), own.contenders, lambda one, _: {"verify": timed(one.verify)})
    report(bench, "verify", measured.get("verify", {}), own.dumps.bytes("first") / VERIFY_BYTES_A_SECOND,
           {"restic": None})


def scattered(bench: Bench) -> None:
    """The hardest second dump: every hundredth row has changed, so that no large piece is as it was. No goal."""
    own = dump_bench(bench)
    measured = own.compare("scattered", "scattered", bench.rounds(1))
    own.is_kept = False
    for figure, unit in (("scattered", "s"), ("new-bytes", "bytes")):
        name = "scattered/kept" if figure == "scattered" else f"scattered/{figure}"
        report(bench, name, measured.get(figure, {}), None, {"restic": None}, unit)


def million(bench: Bench) -> None:
    """A million small files: how much memory the program takes, and how its time grows from a tenth of them."""
    files = number("FILES", MILLION)
    measured: Measured = {}
    for count in (files // 10, files):
        own = Ours(bench.work, many_files(bench.work / f"files-{count}", count))
        own.new_store()
        time.sleep(SETTLED_SECONDS)
        for step, words in (("first", ("create",)), ("unchanged", ("create",)), ("verify", ("verify", "--structure"))):
            (seconds, memory) = weighed(own, *words)
            measured.setdefault(step, {}).setdefault("seconds", []).append(seconds)
            measured.setdefault(step, {}).setdefault("bytes", []).append(memory)
    for step, found in measured.items():
        bench.figures.against_goal(f"million/{step}/memory", found["bytes"][-1:], MOST_MEMORY, "bytes")
        (tenth, whole) = found["seconds"]
        bench.figures.add(f"million/{step}/ten-times-the-files", [whole], [tenth], "a tenth of them",
                          Goal(times=LINEAR))


def many_files(root: Path, count: int) -> Path:
    root.mkdir()
    for words in (["init", "--quiet"], ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "commit",
                                        "--quiet", "--allow-empty", "--message", "Nothing yet"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    for one in range(count):
        folder = root / f"src/part_{one // 20_000:03}/folder_{one // FILES_A_FOLDER:05}"
        if one % FILES_A_FOLDER == 0:
            folder.mkdir(parents=True)
        (folder / f"module_{one:07}.py").write_text(f"# file {one}\nvalue = {one * 7919}\n" * 3)
    return root


def weighed(own: Ours, *words: str) -> tuple[float, int]:
    """Seconds, and the most memory that the command had at one time, in bytes."""
    began = time.monotonic()
    process = subprocess.Popen([own.program, "snapshot", *words], cwd=own.root,
                               env={**machine.environment(own.work), **own.environment()},
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    (_, status, used) = os.wait4(process.pid, 0)
    if status != 0:
        raise DidNotWork(f"snapshot {' '.join(words)}: status {status}{machine.last_words(said.decode(), '')}")
    return (time.monotonic() - began, used.ru_maxrss * 1024)


CASES: dict[str, Callable[[Bench], None]] = {
    "tree": tree,
    "demo": demo_platform,
    "dump": dump,
    "verify": verify,
    "scattered": scattered,
    "million": million,
}
