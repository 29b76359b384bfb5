"""Customers of the platform, who register and pay all the time, and remember what was acknowledged to them."""

import json
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from decimal import Decimal
from pathlib import Path

from forge import Unexpected

PAUSE = 0.05  # seconds between one customer and the next


class Customers(threading.Thread):
    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.url = f"http://127.0.0.1:{port}"
        self.users: list[str] = []
        self.payments: dict[str, str] = {}  # the last acknowledged status of each
        self.refused = 0
        self.ended = threading.Event()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def run(self) -> None:
        number = 0
        while not self.ended.wait(PAUSE):
            number += 1
            try:
                self.one(f"customer-{id(self)}-{number}")
            except (OSError, ValueError, KeyError):
                self.refused += 1  # nothing was acknowledged, so nothing can be missed

    def one(self, name: str) -> None:
        self.call("/register", {"username": name, "password": "correct horse", "display_name": name.title()})
        self.users.append(name)
        token = self.call("/login", {"username": name, "password": "correct horse"})["token"]
        payment = self.call("/payments/create", {"amount": "3.14", "memo": name}, token)["payment"]
        self.payments[payment] = "created"
        for step, status in (("approve", "approved"), ("complete", "completed")):
            self.call(f"/payments/{step}", {"payment": payment}, token)
            self.payments[payment] = status

    def call(self, path: str, body: dict, token: str = "") -> dict:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with self.opener.open(request, timeout=10) as response:
            return json.load(response)

    def wait_for(self, more: int, seconds: float = 60) -> None:
        """Until so many more payments were completed."""
        wanted, until = len(self.completed()) + more, time.monotonic() + seconds
        while len(self.completed()) < wanted:
            if time.monotonic() > until:
                raise Unexpected(f"only {len(self.completed())} of {wanted} payments in {seconds:.0f} s")
            time.sleep(PAUSE)

    def completed(self) -> list[str]:
        return [payment for payment, status in list(self.payments.items()) if status == "completed"]

    def end(self) -> None:
        self.ended.set()
        self.join()


class Books:
    """What the platform's database says, read beside the platform."""

    def __init__(self, root: Path) -> None:
        self.file = root / "data/forge.db"

    def rows(self, question: str) -> list[tuple]:
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def fees(self) -> dict[str, Decimal]:
        return {key: Decimal(str(fee)) for key, fee in self.rows("SELECT id, fee FROM payments")}

    def receipts(self) -> set[tuple]:
        return set(self.rows("SELECT id, payment_id, user_id, issued_at FROM receipts"))

    def expect_all(self, customers: Customers, name: str) -> str:
        """Everything that was acknowledged is there. `name`: what the column of people's names is called now."""
        users = dict(self.rows(f"SELECT username, {name} FROM users"))
        lost = [user for user in customers.users if users.get(user) != user.title()]
        payments = {str(key).replace("-", ""): status for key, status in self.rows("SELECT id, status FROM payments")}
        order = ["created", "approved", "completed"]
        lost += [payment for payment, status in customers.payments.items()
                 if order.index(payments.get(payment.replace("-", ""), "created")) < order.index(status)
                 or payment.replace("-", "") not in payments]
        if lost:
            raise Unexpected(f"acknowledged and gone: {', '.join(lost[:5])} ({len(lost)} in all)")
        return f"{len(customers.users)} users and {len(customers.payments)} payments were acknowledged; all are there"
