"""Alembic's entry: online and offline (--sql), with the address that the services use."""

import os
import sys
from logging.config import fileConfig
from pathlib import Path

from alembic import context

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core import settings  # noqa: E402

fileConfig(context.config.config_file_name, disable_existing_loggers=False)

if (ROOT / ".env").exists():
    for name, value in settings.read_dotenv(ROOT / ".env").items():
        os.environ.setdefault(name, value)

from core import database  # noqa: E402  (it reads the environment)

if context.is_offline_mode():
    context.configure(url=database.url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with database.writing() as connection:
        # SQLite changes its schema in a transaction too (database.py begins it): all or nothing.
        context.configure(connection=connection, transactional_ddl=True)
        context.run_migrations()
