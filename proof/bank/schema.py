"""The bank's two schemas, and the plan between them."""

from __future__ import annotations

import json
from typing import Any

ACCOUNTS = 40
START = 1_000
GOOD = f"""
CREATE TABLE schema_migrations (version text PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('1');
CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);
INSERT INTO accounts SELECT i, {START} FROM generate_series(1, {ACCOUNTS}) i;
CREATE TABLE writers (id int PRIMARY KEY, wrote bigint NOT NULL DEFAULT 0);
INSERT INTO writers SELECT i, 0 FROM generate_series(1, 8) i;
CREATE TABLE payments (id bigint PRIMARY KEY, no serial, source int NOT NULL REFERENCES accounts,
  target int NOT NULL REFERENCES accounts, amount int NOT NULL);
CREATE TABLE audit (no bigint PRIMARY KEY, payment bigint NOT NULL, before text NOT NULL, hash text NOT NULL);
CREATE TABLE audit_head (one int PRIMARY KEY, no bigint NOT NULL, hash text NOT NULL);
INSERT INTO audit_head VALUES (1, 0, 'start');
"""
MIGRATION = """
ALTER TABLE payments ADD note text NOT NULL DEFAULT 'none';
ALTER TABLE writers ADD progress bigint;
CREATE INDEX payments_note ON payments (note);
CREATE TABLE orders (id bigserial PRIMARY KEY, payment_id bigint NOT NULL REFERENCES payments, what text NOT NULL);
INSERT INTO schema_migrations VALUES ('2');
"""


def table(name: str) -> dict[str, str]:
    return {"schema": "public", "name": name}


def ledger(*versions: str) -> dict[str, Any]:
    return {"system": "dbmate", "table": table("schema_migrations"), "rows": [{"version": one} for one in versions]}


def plan(before: str, after: list[Any]) -> str:
    """As `SchemaPlan` reads it."""
    return json.dumps({
        "title": "bank", "ledger": ledger("1", "2"), "ledgerAfter": ledger("1"), "migrations": [],
        "actions": [
            {"parkTable": {"_0": table("orders")}},
            {"parkColumn": {"table": table("payments"), "column": "note"}},
            {"parkColumn": {"table": table("writers"), "column": "progress"}},
        ],
        "locks": [table("orders"), table("payments"), table("writers")], "before": before, "after": after,
        "residue": [], "effects": [], "warnings": []})
