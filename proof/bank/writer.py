"""A service of the bank's that pays without end, and writes down what was acknowledged, durably.

    python writer.py SOCKET NUMBER FOLDER

A payment moves money, adds a row to the audit chain, and where the bad release's schema is there also a row in its new
table, a value in its new column and its own progress. Lines of FOLDER/NUMBER.acks: A or D (acknowledged, in doubt),
the payment's id, and whether it was written in the new form. FOLDER/NUMBER.times: when a payment ended, and how long it took.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time

import psycopg
from schema import ACCOUNTS

MOVED = (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable, psycopg.errors.NotNullViolation)
AGAIN = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure, psycopg.errors.FeatureNotSupported,
         psycopg.errors.LockNotAvailable)


class Writer:
    def __init__(self, socket: str, number: int, folder: str) -> None:
        (self.socket, self.number) = (socket, number)
        self.acks = open(f"{folder}/{number}.acks", "a", buffering=1)
        self.times = open(f"{folder}/{number}.times", "a", buffering=1)
        self.chance = random.Random(number)
        self.next = number * 10**12 + time.time_ns() // 10**6 % 10**11 * 10
        self.new = True
        self.connection: psycopg.Connection[tuple[object, ...]] | None = None

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        while not self.connection or self.connection.closed:
            try:
                self.connection = psycopg.connect(
                    host=self.socket, port=5432, user="postgres", dbname="bank", autocommit=True,
                    application_name=f"writer{self.number}", connect_timeout=2)
            except psycopg.OperationalError:
                time.sleep(0.01)
        return self.connection

    def say(self, kind: str, payment: int) -> None:
        self.acks.write(f"{kind} {payment} {int(self.new)}\n")
        os.fsync(self.acks.fileno())

    def pay(self) -> None:
        """In one transaction; what happened is written down only when it is known."""
        connection = self.connect()
        self.next += 1
        payment = self.next
        # Where the good schema was met, every now and then it is asked whether it is still there.
        self.new = self.new or payment % 16 == 0
        committing = False
        try:
            connection.execute("BEGIN")
            self.write(connection, payment)
            committing = True
            connection.execute("COMMIT")
        except MOVED:
            self.new = not self.new
            return self.undo()
        except AGAIN:
            return self.undo()
        except psycopg.Error:
            if committing:
                self.say("D", payment)
            connection.close()
            return None
        self.say("A", payment)

    def undo(self) -> None:
        try:
            self.connect().execute("ROLLBACK")
        except psycopg.Error:
            pass

    def write(self, connection: psycopg.Connection[tuple[object, ...]], payment: int) -> None:
        (source, target) = self.chance.sample(range(1, ACCOUNTS + 1), 2)
        amount = self.chance.randint(1, 20)
        if self.new:
            connection.execute("INSERT INTO payments (id, source, target, amount, note) VALUES (%s, %s, %s, %s, %s)",
                               (payment, source, target, amount, f"n{payment}"))
            connection.execute("INSERT INTO orders (payment_id, what) VALUES (%s, %s)", (payment, f"o{payment}"))
            connection.execute("UPDATE writers SET wrote = %s, progress = %s WHERE id = %s",
                               (payment, payment, self.number))
        else:
            connection.execute("INSERT INTO payments (id, source, target, amount) VALUES (%s, %s, %s, %s)",
                               (payment, source, target, amount))
            connection.execute("UPDATE writers SET wrote = %s WHERE id = %s", (payment, self.number))
        for (account, change) in sorted(((source, -amount), (target, amount))):
            connection.execute("UPDATE accounts SET balance = balance + %s WHERE id = %s", (change, account))
        row = connection.execute("SELECT no, hash FROM audit_head WHERE one = 1 FOR UPDATE").fetchone()
        assert row
        (number, before) = (int(str(row[0])) + 1, str(row[1]))
        found = hashlib.sha256(f"{before} {number} {payment}".encode()).hexdigest()
        connection.execute("INSERT INTO audit VALUES (%s, %s, %s, %s)", (number, payment, before, found))
        connection.execute("UPDATE audit_head SET no = %s, hash = %s WHERE one = 1", (number, found))


def main() -> None:
    (socket, number, folder) = (sys.argv[1], int(sys.argv[2]), sys.argv[3])
    writer = Writer(socket, number, folder)
    while not os.path.exists(f"{folder}/stop"):
        began = time.monotonic()
        was = writer.next
        writer.pay()
        if writer.next != was:
            ended = time.monotonic()
            writer.times.write(f"{ended:.6f} {ended - began:.6f}\n")
        time.sleep(0.002)


if __name__ == "__main__":
    main()
