"""What an address names, and engines for it whose transactions are ours alone to begin and end."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, QueuePool

from bot.errors import StoreError, UsageError

#: How long a lock is waited for, a server that does not answer, and a statement.
BUSY_SECONDS = 5.0
CONNECT_SECONDS = 10.0
STATEMENT_SECONDS = 30.0
#: A commit outlives power loss, readers do not wait, and what is erased leaves no bytes behind.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def database_url(address: str) -> URL:
    """Return the address of a database; raises UsageError where it names none that we speak."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise UsageError(_no_address(address)) from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None or url.drivername not in (url.get_backend_name(), driver):
        raise UsageError(_no_address(url.render_as_string()))
    if driver == DRIVERS["sqlite"] and url.database in (None, "", ":memory:"):
        raise UsageError("the database needs a file, such as sqlite:///evenhand-data/evenhand.db")
    return url.set(drivername=driver)


def _no_address(address: str) -> str:
    return (
        f"{address!r} is no database address; write sqlite:///evenhand-data/evenhand.db "
        "or postgresql://user:password@host/name"
    )


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, None for a server's."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def name_of(url: URL) -> str:
    """Return how a database is called in sentences: its file, or its address without password."""
    file = file_of(url)
    return str(file) if file else url.render_as_string(hide_password=True)


def check_folder(file: Path) -> None:
    """Raise StoreError unless a database file can be kept there."""
    folder = file.parent
    if not folder.is_dir():
        raise StoreError(
            f"the folder {folder} of the database is not there; create it, or run "
            "`evenhand migrate`, which does"
        )
    if file.is_dir():
        raise StoreError(f"{file} is a folder; give the database a file of its own in it")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"the folder {folder} of the database cannot be written to; give our user the right"
        )
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        raise StoreError(f"the database {file} cannot be written to; give our user the right")


def engine_for(
    url: URL, *, size: int, reads_only: bool = False, patient: bool = False
) -> AsyncEngine:
    """Return an engine whose SQLite transactions are ours alone to begin and end.

    A `patient` one gives a statement on PostgreSQL all the time it needs.
    """
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": size, "max_overflow": 0}
    if reads_only:
        options["pool_reset_on_return"] = None
    if file_of(url) is None:
        return create_async_engine(
            url, pool_pre_ping=True, connect_args=_postgres_limits(patient), **options
        )
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, connect_args=_sqlite_options(), **options
    )
    _own_transactions(engine.sync_engine, reads_only=reads_only)
    return engine


def engine_for_threads(url: URL, *, size: int, reads_only: bool = False) -> Engine:
    """Return such an engine for SQLite, whose statements make the thread wait that asks."""
    engine = create_engine(
        url.set(drivername="sqlite"),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_reset_on_return=None if reads_only else "rollback",
        hide_parameters=True,
        connect_args={**_sqlite_options(), "check_same_thread": False},
    )
    _own_transactions(engine, reads_only=reads_only)
    return engine


def _sqlite_options() -> dict[str, Any]:
    # With no isolation level the driver begins nothing behind our back.
    return {"isolation_level": None, "timeout": BUSY_SECONDS}


def _own_transactions(engine: Engine, *, reads_only: bool) -> None:
    event.listen(engine, "connect", _reader if reads_only else _writer)
    if not reads_only:
        event.listen(engine, "begin", _begin_immediate)


def _postgres_limits(patient: bool) -> dict[str, Any]:
    settings = {"application_name": "evenhand"}
    if patient:
        return {"timeout": CONNECT_SECONDS, "server_settings": settings}
    settings["lock_timeout"] = f"{BUSY_SECONDS:.3f}s"
    return {
        "timeout": CONNECT_SECONDS,
        "command_timeout": STATEMENT_SECONDS,
        "server_settings": settings,
    }


def _writer(connection: Any, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _reader(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON").close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and then wants to write fails at once when another wrote.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
