"""Connections: one writer at a time on SQLite, a small pool on PostgreSQL, readers beside them.

Every write is one transaction that is carried to its end even when whoever asked for it is
cancelled, so that a commit is never left hanging.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, AsyncExitStack
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import StoreError, UsageError
from bot.storage.hindrances import Hindrances
from bot.storage.troubles import told_plainly

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[AsyncConnection, P], Awaitable[T]]

#: How long a lock is waited for, a server that does not answer, and a statement.
BUSY_SECONDS = 5.0
CONNECT_SECONDS = 10.0
STATEMENT_SECONDS = 30.0
READERS = 4
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
    # With no isolation level the driver begins nothing behind our back.
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        **options,
    )
    event.listen(engine.sync_engine, "connect", _reader if reads_only else _writer)
    if not reads_only:
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


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


class Connections:
    """The way to one database; `name` is how it is called in sentences."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.name = name_of(url)
        self._file = file_of(url)
        self._identity: tuple[int, int] | None = None
        self._lock = asyncio.Lock()
        self._hindrances = Hindrances()
        #: Whether what fails is tried again without anybody's doing; whoever hears of it is told.
        self.insisting = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._writer = engine_for(url, size=1 if self._file else READERS)
        self._reader = self._writer
        if self._file is not None:
            self._reader = engine_for(url, size=READERS, reads_only=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self._file is not None

    def remember_file(self) -> None:
        """Note which file is open, to notice when another lies in its place."""
        self._identity = self._file_identity()

    async def read(self, work: Work[P, T], *a: P.args, **k: P.kwargs) -> T:
        """Return what `work` reads."""
        with self._hindrances.watch(work.__qualname__), self._told_plainly():
            async with self._reader.connect() as connection:
                return await work(connection, *a, **k)

    async def write(self, work: Work[P, T], *a: P.args, **k: P.kwargs) -> T:
        """Return what `work` returns once everything it wrote is committed, else nothing is."""

        async def run() -> T:
            async with AsyncExitStack() as stack:
                if self._file is not None:
                    await stack.enter_async_context(self._lock)
                    self._check_file()
                connection = await stack.enter_async_context(self._writer.begin())
                return await work(connection, *a, **k)

        with self._hindrances.watch(work.__qualname__):
            return await self._to_the_end(run())

    def trouble(self) -> str:
        """Return what stands in the way of the database right now, empty for nothing."""
        return self._loss() or self._hindrances.now

    async def close(self) -> None:
        """Let what was begun come to its end, then let go of the database."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()

    async def _to_the_end(self, run: Awaitable[T]) -> T:
        task = asyncio.ensure_future(run)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        with self._told_plainly():
            return await asyncio.shield(task)

    def _told_plainly(self) -> AbstractContextManager[None]:
        return told_plainly(self.name, insisting=self.insisting)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()

    def _check_file(self) -> None:
        if loss := self._loss():
            raise StoreError(loss)

    def _loss(self) -> str:
        if self._identity is None or self._file_identity() == self._identity:
            return ""
        return (
            f"the database {self.name} was deleted or replaced while it was in use; "
            "stop Evenhand, put the file back (or a backup) and start again"
        )

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._file or "")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            # Nobody knows; whoever uses the file will hear what is the matter with it.
            return self._identity
        return found.st_ino, found.st_dev
