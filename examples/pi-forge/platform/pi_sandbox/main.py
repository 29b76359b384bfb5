"""The part of the Pi Network's /v2/payments that the gateway uses, with real state and errors.

POST /v2/payments {amount, memo}              -> {identifier, status: created}
POST /v2/payments/ID/approve                  -> status: approved
POST /v2/payments/ID/complete {txid}          -> status: completed, txid
GET  /v2/payments/ID                          -> the payment

Only the standard library: it stands for somebody else's service, so it shares nothing with ours.
"""

import json
import os
import signal
import sqlite3
import sys
import uuid
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = os.environ["PI_NETWORK_API_KEY"]
STORE = os.environ.get("PI_SANDBOX_STORE", "data/pi-sandbox.db")
NEXT = {"approve": ("created", "approved"), "complete": ("approved", "completed")}


def store() -> sqlite3.Connection:
    connection = sqlite3.connect(STORE, timeout=5, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


class Payments(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def answer_payment(self, identifier: str, status: int = 200) -> None:
        with closing(store()) as connection:
            row = connection.execute("SELECT * FROM payments WHERE identifier = ?", [identifier]).fetchone()
        if row is None:
            return self.answer(404, {"error": "payment_not_found"})
        self.answer(status, dict(row))

    def do_GET(self) -> None:
        if self.path in ("/", "/health"):
            return self.answer(200, {"status": "healthy", "service": "pi_sandbox"})
        self.answer_payment(self.path.removeprefix("/v2/payments/"))

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Authorization") != f"Key {KEY}":
            return self.answer(401, {"error": "unauthorized"})
        try:
            body = json.loads(content or b"{}")
        except ValueError:
            return self.answer(400, {"error": "bad_request"})
        match self.path.strip("/").split("/"):
            case ["v2", "payments"]:
                self.create(body)
            case ["v2", "payments", identifier, action] if action in NEXT:
                self.advance(identifier, action, body)
            case _:
                self.answer(404, {"error": "not_found"})

    def create(self, body: dict) -> None:
        identifier = uuid.uuid4().hex
        with closing(store()) as connection:
            connection.execute(
                "INSERT INTO payments VALUES (?, ?, ?, 'created', NULL)",
                [identifier, str(body.get("amount")), str(body.get("memo", ""))],
            )
        self.answer_payment(identifier, 201)

    def advance(self, identifier: str, action: str, body: dict) -> None:
        before, after = NEXT[action]
        with closing(store()) as connection:
            changed = connection.execute(
                "UPDATE payments SET status = ?, txid = ? WHERE identifier = ? AND status = ?",
                [after, body.get("txid"), identifier, before],
            ).rowcount
        if changed:
            return self.answer_payment(identifier)
        self.answer(400, {"error": f"payment_not_{before}"})


def main() -> None:
    with closing(store()) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS payments "
            "(identifier TEXT PRIMARY KEY, amount TEXT, memo TEXT, status TEXT, txid TEXT)"
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ThreadingHTTPServer(("127.0.0.1", int(os.environ["PI_SANDBOX_PORT"])), Payments) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
