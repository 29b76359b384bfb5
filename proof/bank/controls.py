"""Ways back that lose rows. Each must be caught, or the proof proves nothing."""

from __future__ import annotations

import time
from typing import Callable

import psycopg

from bank.server import Server

Connection = psycopg.Connection[tuple[object, ...]]


def naive(server: Server) -> None:
    """What a down migration says."""
    with server.admin() as one:
        with one.transaction():
            for statement in ("DROP TABLE orders", "ALTER TABLE payments DROP note", "ALTER TABLE writers DROP progress"):
                one.execute(statement)


def older_view(server: Server) -> None:
    """REPEATABLE READ with a query before the lock: what is committed in between is copied by nobody."""
    with server.admin() as one:
        one.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        one.execute("SELECT count(*) FROM orders")
        time.sleep(0.3)
        one.execute("LOCK TABLE orders, payments, writers IN ACCESS EXCLUSIVE MODE")
        one.execute("CREATE SCHEMA lastgood_parked")
        one.execute("CREATE TABLE lastgood_parked.orders AS SELECT * FROM orders")
        one.execute("DROP TABLE orders")
        one.execute("COMMIT")


def embedded_commit(server: Server) -> None:
    """No guard, a COMMIT in the script, and then it fails: half of the way back is kept."""
    with server.admin() as one:
        try:
            one.execute("BEGIN; ALTER TABLE payments DROP note; COMMIT; ALTER TABLE nothing DROP nothing")
        except psycopg.Error:
            pass


def unlogged(server: Server) -> None:
    """The rows are put where a crash empties them."""
    with server.admin() as one:
        with one.transaction():
            one.execute("LOCK TABLE orders, payments IN ACCESS EXCLUSIVE MODE")
            one.execute("CREATE SCHEMA lastgood_parked")
            one.execute("CREATE UNLOGGED TABLE lastgood_parked.orders AS SELECT * FROM orders")
            one.execute("DROP TABLE orders")
    server.kill()
    server.start()


CONTROLS: dict[str, Callable[[Server], None]] = {
    "naive down": naive, "REPEATABLE READ before the lock": older_view, "embedded COMMIT without the guard": embedded_commit,
    "unlogged copy and a crash": unlogged,
}
