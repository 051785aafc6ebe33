"""Connections: one writer at a time on SQLite, a small pool on PostgreSQL, readers beside them.

Every write is one transaction that is carried to its end even when whoever asked for it is
cancelled, so that a commit is never left hanging.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError
from bot.storage.engines import engine_for, engine_for_threads, file_of, name_of
from bot.storage.hindrances import Hindrances
from bot.storage.threads import Threads
from bot.storage.troubles import told_plainly

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[AsyncConnection, P], Awaitable[T]]

#: Connections to a server, and readers of a file.
AT_ONCE = 4


class Server:
    """The way to a server: a pool of connections."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `work` reads."""
        async with self._engine.connect() as connection:
            return await work(connection)

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `work` returns once everything it wrote is committed."""
        async with self._engine.begin() as connection:
            return await work(connection)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()


class Connections:
    """The way to one database; `name` is how it is called in sentences."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.name = name_of(url)
        self._file = file_of(url)
        self._identity: tuple[int, int] | None = None
        self._hindrances = Hindrances()
        #: Whether what fails is tried again without anybody's doing; whoever hears of it is told.
        self.insisting = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._way: Server | Threads
        if self._file is None:
            self._way = Server(engine_for(url, size=AT_ONCE))
        else:
            self._way = Threads(
                engine_for_threads(url, size=1),
                engine_for_threads(url, size=AT_ONCE, reads_only=True),
                readers=AT_ONCE,
                check=self._check_file,
            )

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
            return await self._way.read(lambda connection: work(connection, *a, **k))

    async def write(self, work: Work[P, T], *a: P.args, **k: P.kwargs) -> T:
        """Return what `work` returns once everything it wrote is committed, else nothing is."""
        with self._hindrances.watch(work.__qualname__):
            return await self._to_the_end(self._way.write(lambda open: work(open, *a, **k)))

    def trouble(self) -> str:
        """Return what stands in the way of the database right now, empty for nothing."""
        return self._loss() or self._hindrances.now

    async def close(self) -> None:
        """Let what was begun come to its end, then let go of the database."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))
        await self._way.close()

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
