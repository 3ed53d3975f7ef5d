"""The databases that the service runs on, SQLite and PostgreSQL, and how they differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine

# A reader sees one state of the database from its first statement to its last.
_READ = {
    "sqlite": "BEGIN",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}
# Writers wait for each other before they look at anything; readers do not wait for them.
# The number is this service's own name for the lock, and means nothing.
_WRITE = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(5002)",
}
_PATIENCE_S = 5


def open_engine(url: URL) -> Engine:
    """Return an engine for PostgreSQL, or for an SQLite file, which is created if need be.

    Raises OSError if the file cannot be created. Nothing is read yet.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    query = {"connect_timeout": str(_PATIENCE_S), "client_encoding": "utf8", **url.query}
    return create_engine(
        url.set(query=query),
        pool_pre_ping=True,
        pool_timeout=_PATIENCE_S,
        hide_parameters=True,
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the database throughout."""
    with _transaction(engine, _READ) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction that may write, after the one before it has ended."""
    with _transaction(engine, _WRITE) as connection:
        yield connection


@contextmanager
def _transaction(engine: Engine, opening: dict[str, str]) -> Iterator[Connection]:
    with engine.begin() as connection:
        connection.exec_driver_sql(opening[engine.dialect.name])
        yield connection


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "").absolute()
    path.touch()
    address = f"{path.as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        # isolation_level=None: the statements above begin a transaction, not the driver.
        return sqlite3.connect(address, uri=True, timeout=_PATIENCE_S, isolation_level=None)

    # No pool and mode=rw: a file that has gone is noticed, and not silently made again.
    return create_engine(url, creator=connect, poolclass=NullPool, hide_parameters=True)
