"""The engine, the tables, and the two ways to use them: reading() and writing()."""

from contextlib import contextmanager
from typing import Iterator

from sqlalchemy import (
    Column, Connection, DateTime, ForeignKey, Integer, MetaData, Numeric, String, Table, Text, Uuid,
    create_engine, event, text,
)

from core import settings

metadata = MetaData()

users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("username", String(64), unique=True, nullable=False),
    Column("display_name", String(128), nullable=False),
    Column("password", String(256), nullable=False),
    Column("created_at", DateTime, nullable=False),
)

audit_log = Table(
    "audit_log", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), unique=True, nullable=False),
)

payments = Table(
    "payments", metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("pi_payment", String(64), unique=True, nullable=False),
    Column("amount", Numeric(18, 7), nullable=False),
    Column("memo", String(256), nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", DateTime, nullable=False),
)

url = settings.database_url()
is_sqlite = url.startswith("sqlite")
engine = create_engine(url, pool_pre_ping=not is_sqlite)

if is_sqlite:

    @event.listens_for(engine, "connect")
    def set_up(connection, _record) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: a reader that upgrades later fails with "database is locked".
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading() -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """One transaction: committed at the end, or rolled back by an exception."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def check() -> None:
    """Raises unless the database answers and has been migrated."""
    with reading() as connection:
        connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
