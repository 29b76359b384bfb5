"""The proof's rounds: a way back and a way forward each, and what came of them."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from typing import Any, Optional

from bank.controls import CONTROLS
from bank.load import Load
from bank.proxy import Proxy
from bank.schema import GOOD, MIGRATION, plan
from bank.server import Server
from bank.tool import DEATHS, Ended, Tool
from bank.truth import Truth
from harness.arguments import Arguments
from harness.report import Report

# How often the same command may be needed until it has done its work.
TRIES = 12


def figures(values: list[float]) -> dict[str, float]:
    """In milliseconds."""
    values = sorted(values)
    pick = lambda part: round(1000 * values[min(len(values) - 1, int(part * len(values)))], 1)  # noqa: E731
    return {"p50": pick(0.5), "p99": pick(0.99), "max": pick(1)} if values else {}


class Bank:
    """A server with the bank in it, at the bad release, and writers at work."""

    def __init__(self, program: str, folder: str) -> None:
        self.folder = folder
        os.makedirs(folder, mode=0o755)
        self.server = Server(f"{folder}/server")
        with self.server.connect("postgres") as admin:
            admin.execute("CREATE DATABASE bank")
        self.proxy = Proxy(f"{folder}/proxy", self.server.socket)
        self.tool = Tool(program, self.server, self.proxy, folder)
        open(f"{folder}/plan.json", "w").close()
        self.good = self.change(GOOD)
        self.bad = self.change(MIGRATION)
        with open(f"{folder}/plan.json", "w") as file:
            file.write(plan(self.bad["digest"], self.good["facts"]))
        self.load: Optional[Load] = None
        self.truth = Truth(f"{folder}/load")

    def change(self, statements: str) -> dict[str, Any]:
        with self.server.admin() as admin:
            admin.execute(statements)
        return self.tool.run("facts").answer

    def digest(self) -> str:
        """Of the catalog; a server that was killed may be on its way up still."""
        for _ in range(20):
            self.server.wait()
            ended = self.tool.run("facts")
            if ended.status == 0:
                return str(ended.answer["digest"])
            time.sleep(0.2)
        raise RuntimeError(ended.text)

    def begin(self, writers: int) -> None:
        self.load = Load(self.server.socket, f"{self.folder}/load", writers)
        while len(self.truth.said()) < 3 * writers:
            time.sleep(0.02)

    def trouble(self) -> list[str]:
        with self.server.admin() as admin:
            return self.truth.trouble(admin)

    def end(self) -> None:
        if self.load:
            self.load.end()
        self.server.end()


class Rounds:
    def __init__(self, asked: Arguments, bank: Bank, report: Report) -> None:
        (self.asked, self.bank, self.report) = (asked, bank, report)
        self.chance = random.Random(asked.seed)
        self.statements = {"back": 40, "forth": 40}
        self.seconds = {"back": 0.5, "forth": 0.5}
        self.locked: list[float] = []
        self.stalls: list[float] = []
        self.recovered = 0

    def run(self, number: int) -> list[str]:
        found = []
        for verb in ("back", "forth"):
            found += [f"{verb}: {line}" for line in self.change(verb, number)]
        return found

    def change(self, verb: str, number: int) -> list[str]:
        tool = self.bank.tool
        began = time.monotonic()
        death = "" if number % 4 == 0 else self.chance.choice(DEATHS)
        if not death:
            ended = tool.run(verb, number)
            (self.statements[verb], self.seconds[verb]) = (max(8, ended.statements), ended.seconds)
        elif self.chance.random() < 0.25:
            ended = tool.run(verb, number, death=death, after=self.chance.uniform(0, self.seconds[verb]))
        else:
            ended = tool.run(verb, number, tool.moment(self.chance, self.statements[verb]), death)
        found = self.half(verb, number) if ended.status else []
        # Others may hold the tables for longer than it waits; nothing else may stop it.
        if ended.status and not death and "busy(" not in ended.text:
            found.append(f"nobody disturbed it, and it failed: {ended.text[-400:]}")
        for _ in range(TRIES):
            if ended.status == 0:
                break
            time.sleep(0.2)
            self.recovered += 1
            ended = tool.run(verb, number)
        return found + self.judge(verb, number, ended, death, began)

    def half(self, verb: str, number: int) -> list[str]:
        """Before anybody recovers: one schema or the other, and the database says which."""
        return self.agreement(number, None if verb == "back" else "back")

    def judge(self, verb: str, number: int, ended: Ended, death: str, began: float) -> list[str]:
        if ended.status:
            return [f"it did not end its work: {ended.text[-400:]}"]
        assert self.bank.load
        if dead := self.bank.load.dead():
            return [f"writers have ended: {dead}"]
        times = self.bank.load.times()
        if not death:
            self.locked.append(float(ended.answer["locked"]))
            self.stalls.append(max((took for end, took in times if end >= began), default=0))
        return self.agreement(number, "back" if verb == "back" else "forth") + self.bank.trouble()

    def agreement(self, number: int, least: Optional[str]) -> list[str]:
        digest = self.bank.digest()
        with self.bank.server.admin() as admin:
            said = {row[0] for row in admin.execute(
                "SELECT change FROM lastgood.verified WHERE run = %s", (number,)).fetchall()} \
                if admin.execute("SELECT to_regclass('lastgood.verified')").fetchone() != (None,) else set()
        is_back = said == {"back"}
        expected = self.bank.good["digest"] if is_back else self.bank.bad["digest"]
        found = []
        # Behind a crash the way forward may lack what reads every row until it is run again.
        if digest != expected and not (least == "back" and said == {"back", "forth"}):
            found.append(f"the database says {sorted(said)} and its catalog is another one")
        if least and least not in said:
            found.append(f"it ended well, and the database does not say {least}")
        return found


def main(asked: Arguments) -> int:
    report = Report("zero-loss")
    place = tempfile.mkdtemp(prefix="lastgood-zero-loss-")
    os.chmod(place, 0o755)
    writers = int(os.environ.get("WRITERS", 3))
    try:
        caught = [name for name in CONTROLS if control(asked, f"{place}/{len(os.listdir(place))}", name, writers, report)]
        return prove(asked, Bank(asked.program, f"{place}/bank"), writers, report, caught)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def control(asked: Arguments, folder: str, name: str, writers: int, report: Report) -> bool:
    bank = Bank(asked.program, folder)
    try:
        bank.begin(writers)
        before = bank.trouble()
        for _ in range(10):
            try:
                CONTROLS[name](bank.server)
                break
            except Exception:
                time.sleep(0.2)
        found = bank.trouble()
    finally:
        bank.end()
    print(f"control, {name}: {'; '.join(found) or 'nothing seen'}", flush=True)
    if before or not found:
        report.failed(f"control “{name}”", before or ["it was not caught"])
    return not before and bool(found)


def prove(asked: Arguments, bank: Bank, writers: int, report: Report, caught: list[str]) -> int:
    rounds = Rounds(asked, bank, report)
    try:
        bank.begin(writers)
        for number in range(1, asked.runs + 1):
            report.runs += 1
            found = rounds.run(number)
            if found:
                report.failed(f"SEED={asked.seed} run {number}", found)
            if report.failures > 5:
                break
            report.progress(asked.runs)
    finally:
        bank.end()
    said = bank.truth.known.values()
    return report.end(
        seed=asked.seed, acknowledged=bank.truth.acknowledged(), in_doubt=sum(1 for kind, _ in said if kind == "D"),
        kills=bank.tool.kills, recoveries=rounds.recovered, controls_caught=caught,
        bound_95=round(3 / report.runs, 5), lock_ms=figures(rounds.locked), writer_stall_ms=figures(rounds.stalls))
