"""What has to be true of the bank at any moment when nobody is in the middle of something."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from bank.schema import ACCOUNTS, START

Rows = list[tuple[Any, ...]]
PLACES = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
WHERE table_schema IN ('public', 'lastgood_parked') AND (table_name = 'orders' AND column_name = 'what'
  OR table_name = 'payments' AND column_name ~ 'note$' OR table_name = 'writers' AND column_name ~ 'progress$')
"""


class Truth:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.sequence = 0
        self.checked_audit = (0, "start")
        self.known: dict[int, tuple[str, bool]] = {}
        self.read: dict[str, int] = {}

    def said(self) -> dict[int, tuple[str, bool]]:
        """Payments by id: A or D, and whether in the new form."""
        for path in Path(self.folder).glob("*.acks"):
            with open(path, encoding="ascii") as file:
                file.seek(self.read.get(str(path), 0))
                text = file.read()
            whole = text[:text.rfind("\n") + 1]
            self.read[str(path)] = self.read.get(str(path), 0) + len(whole)
            for line in whole.splitlines():
                (kind, payment, new) = line.split()
                self.known[int(payment)] = (kind, new == "1")
        return self.known

    def acknowledged(self) -> int:
        return sum(1 for kind, _ in self.known.values() if kind == "A")

    def trouble(self, connection: Any) -> list[str]:
        """Everything that is not as it has to be; what was said is read before what is there, so that nobody has to stop."""
        said = dict(self.said())
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return self.look(connection, said)

    def look(self, connection: Any, said: dict[int, tuple[str, bool]]) -> list[str]:
        places: Rows = connection.execute(PLACES).fetchall()
        column = {name: [place[2] for place in places if place[1] == name] for name in ("payments", "writers")}
        orders = [place[0] for place in places if place[1] == "orders"]
        found = self.money(connection) + self.chain(connection) + self.numbers(connection)
        note = column["payments"][0] if len(column["payments"]) == 1 else "NULL"
        quoted = f'"{note}"' if note != "NULL" else "NULL::text"
        rows: Rows = connection.execute(f"SELECT id, {quoted} FROM payments").fetchall()
        notes = dict(rows)
        what: Rows = connection.execute(f"SELECT payment_id, what FROM {orders[0]}.orders").fetchall() if orders else []
        things = dict(what)
        if len(notes) != len(rows) or len(things) != len(what):
            found.append("a row is there twice")
        (gone, empty, lost) = ([], [], [])
        for payment, (kind, new) in said.items():
            there = payment in notes
            if kind == "A" and not there:
                gone.append(payment)
            if there and new and notes[payment] != f"n{payment}":
                empty.append(payment)
            if there and new and things.get(payment) != f"o{payment}":
                lost.append(payment)
        for (list, words) in ((gone, "acknowledged payments are gone"), (empty, "values of the new column are gone"),
                              (lost, "rows of the new table are gone")):
            if list:
                found.append(f"{len(list)} of {len(said)} {words}, such as {list[0]}")
        return found + self.progress(connection, column["writers"], said)

    def progress(self, connection: Any, column: list[str], said: dict[int, tuple[str, bool]]) -> list[str]:
        """What each writer wrote last in the new column: never less than what it was told of last."""
        if len(column) != 1:
            return ["the new column of the writers is gone"]
        rows: Rows = connection.execute(f'SELECT id, "{column[0]}" FROM writers').fetchall()
        last: dict[int, int] = {}
        for payment, (kind, new) in said.items():
            if kind == "A" and new:
                last[payment // 10**12] = max(payment, last.get(payment // 10**12, 0))
        return [f"writer {one} has {value} and was told {last[one]}" for one, value in rows
                if one in last and (value or 0) < last[one]]

    def money(self, connection: Any) -> list[str]:
        total = connection.execute("SELECT sum(balance) FROM accounts").fetchone()[0]
        return [] if total == ACCOUNTS * START else [f"the accounts' sum is {total}, not {ACCOUNTS * START}"]

    def chain(self, connection: Any) -> list[str]:
        """From where it was followed the last time."""
        (number, before) = self.checked_audit
        for row in connection.execute(
                "SELECT no, payment, before, hash FROM audit WHERE no > %s ORDER BY no", (number,)).fetchall():
            expected = hashlib.sha256(f"{before} {row[0]} {row[1]}".encode()).hexdigest()
            if row[0] != number + 1 or row[2] != before or row[3] != expected:
                return [f"the audit chain is broken behind {number}"]
            (number, before) = (row[0], row[3])
        self.checked_audit = (number, before)
        ids = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM audit), (SELECT count(DISTINCT payment) FROM audit) FROM payments"
        ).fetchone()
        return [] if ids[0] == ids[1] == ids[2] else [f"{ids[0]} payments, {ids[1]} lines of the audit, {ids[2]} different"]

    def numbers(self, connection: Any) -> list[str]:
        now = connection.execute("SELECT last_value FROM payments_no_seq").fetchone()[0]
        (was, self.sequence) = (self.sequence, max(now, self.sequence))
        return [f"the sequence went back from {was} to {now}"] if now < was else []
