"""SQLite in threads of its own: a whole transaction takes one turn there, not one per statement.

All of storage is written once, as coroutines over a connection. Here that connection answers at
once, so that a coroutine runs through in a thread without ever waiting for another turn.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]


class Inline:
    """What storage uses of an AsyncConnection, over a connection that makes its caller wait."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """The kind of database."""
        return self._connection.dialect

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Return what a statement finds."""
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Return the first value that a statement finds."""
        return self._connection.scalar(statement, parameters)

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:
        """Return what a statement in the database's own words finds."""
        return self._connection.exec_driver_sql(statement)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` does with the connection itself."""
        return work(self._connection)


class Threads:
    """One thread that writes to a database, and some that read; each has a connection.

    `check` may object before each write.
    """

    def __init__(
        self, writer: Engine, reader: Engine, *, readers: int, check: Callable[[], None]
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._check = check
        self._readers = readers
        self._hire()

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads."""
        return await _in_turn(self._reading, self._read, work)

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns once everything it wrote is committed."""
        return await _in_turn(self._writing, self._write, work)

    async def close(self) -> None:
        """Let go of the database once everything begun has come to its end."""
        for threads in (self._writing, self._reading):
            await asyncio.to_thread(threads.shutdown)
        for engine in (self._writer, self._reader):
            engine.dispose()
        self._hire()

    def _hire(self) -> None:
        """Make ready for work; threads and connections come with the first of it."""
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reading = ThreadPoolExecutor(self._readers, thread_name_prefix="reader")

    def _read(self, work: Work[T]) -> T:
        with self._reader.connect() as connection:
            return _finished(work, connection)

    def _write(self, work: Work[T]) -> T:
        self._check()
        with self._writer.begin() as connection:
            return _finished(work, connection)


async def _in_turn(threads: ThreadPoolExecutor, do: Callable[[Work[T]], T], work: Work[T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, do, work)


def _finished(work: Work[T], connection: Connection) -> T:
    """Return what `work` returns; it must wait for nothing but the connection."""
    # It has every method that storage asks of one, and a test would find another.
    inline = cast("AsyncConnection", Inline(connection))
    steps = work(inline).__await__()
    try:
        next(steps)
    except StopIteration as done:
        found: T = done.value
        return found
    raise RuntimeError("work on a connection waited for something else")
