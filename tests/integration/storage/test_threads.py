"""A transaction on SQLite is one turn in a thread; one writes, others read beside it."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import Database
from tests.contract.store_things import KETTLE, posted
from tests.support.patience import PATIENCE


async def thread_of(_connection: AsyncConnection) -> str:
    return threading.current_thread().name


async def test_there_is_one_writer_and_readers_are_others(sqlite: Database) -> None:
    connections = sqlite._connections
    wrote = await asyncio.gather(*(connections.write(thread_of) for _ in range(20)))
    read = await asyncio.gather(*(connections.read(thread_of) for _ in range(20)))
    assert set(wrote) == {"writer_0"}
    assert {name.partition("_")[0] for name in read} == {"reader"}


async def test_the_loop_goes_on_while_the_writer_is_at_work(sqlite: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def slowly(connection: AsyncConnection) -> int:
        begun.set()
        go_on.wait(PATIENCE)
        return int(await connection.scalar(text("SELECT 7")))

    writing = asyncio.ensure_future(sqlite._connections.write(slowly))
    await asyncio.to_thread(begun.wait, PATIENCE)
    behind = asyncio.ensure_future(sqlite.events.admit([posted()]))
    assert list(await sqlite.events.waiting(KETTLE)) == []
    assert not writing.done()
    go_on.set()
    assert await writing == 7
    assert list(await behind) == [True]


async def test_what_raises_is_rolled_back_and_the_writer_goes_on(sqlite: Database) -> None:
    async def stumble(connection: AsyncConnection) -> None:
        await connection.execute(text("DELETE FROM events"))
        raise ValueError("odd")

    await sqlite.events.admit([posted()])
    with pytest.raises(ValueError, match="odd"):
        await sqlite._connections.write(stumble)
    assert list(await sqlite.events.waiting(KETTLE)) == [posted()]
    assert list(await sqlite.events.admit([posted("m2")])) == [True]


async def test_work_that_waits_for_anything_else_is_refused_and_undone(sqlite: Database) -> None:
    async def dawdle(connection: AsyncConnection) -> None:
        await connection.execute(text("DELETE FROM events"))
        await asyncio.sleep(0)

    await sqlite.events.admit([posted()])
    with pytest.raises(RuntimeError, match="waited for something else"):
        await sqlite._connections.write(dawdle)
    assert list(await sqlite.events.waiting(KETTLE)) == [posted()]


async def test_closing_waits_for_the_writer_and_lets_go_of_the_file(
    sqlite: Database, file: Path
) -> None:
    asked = asyncio.ensure_future(sqlite.events.admit([posted()]))
    await asyncio.sleep(0)
    await sqlite.close()
    assert asked.done()
    assert not file.with_name(f"{file.name}-wal").exists()
