"""The audit log: each entry carries the hash of the one before, so a missing one shows."""

import hashlib
import json
from datetime import datetime, timezone

from sqlalchemy import Connection, select, text

from core.database import audit_log, is_sqlite

FIRST = "0" * 64


def digest(previous: str, at: str, actor: str, action: str, detail: str) -> str:
    return hashlib.sha256(json.dumps([previous, at, actor, action, detail]).encode()).hexdigest()


def record(connection: Connection, actor: str, action: str, **detail: object) -> None:
    """Appends an entry in the caller's transaction. Entries are written one at a time."""
    if not is_sqlite:  # SQLite has one writer anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(314159)"))
    last = select(audit_log.c.hash).order_by(audit_log.c.id.desc()).limit(1)
    previous = connection.execute(last).scalar() or FIRST
    at = datetime.now(timezone.utc).isoformat()
    written = json.dumps(detail, sort_keys=True, default=str)
    connection.execute(audit_log.insert().values(
        at=at, actor=actor, action=action, detail=written, previous_hash=previous,
        hash=digest(previous, at, actor, action, written),
    ))


def broken_at(connection: Connection) -> int | None:
    """The number of the first entry that does not follow from the one before; None if all do."""
    previous = FIRST
    for entry in connection.execute(select(audit_log).order_by(audit_log.c.id)):
        expected = digest(previous, entry.at, entry.actor, entry.action, entry.detail)
        if entry.previous_hash != previous or entry.hash != expected:
            return entry.id
        previous = entry.hash
    return None
