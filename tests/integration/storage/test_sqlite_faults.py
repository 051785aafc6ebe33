"""What happens when SQLite cannot do what it is asked to: one clear sentence, nothing half-done."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import event_key
from bot.errors import StoreBusy, StoreError, UsageError
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.contract.store_things import KETTLE, NOON, decision, hold, posted, write


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the database as another program would that writes to it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_an_operator_hears_that_another_program_holds_the_database(
    sqlite: Database, file: Path
) -> None:
    with locked(file), pytest.raises(StoreBusy) as caught:
        await sqlite.events.admit([posted()])
    assert str(caught.value) == (
        f"the database {file} is locked by another program; stop that program or wait until it is "
        "done"
    )
    assert list(await sqlite.events.admit([posted()])) == [True]


async def test_reading_goes_on_while_another_program_writes(sqlite: Database, file: Path) -> None:
    await sqlite.events.admit([posted()])
    with locked(file):
        assert list(await sqlite.events.waiting(KETTLE)) == [posted()]


async def test_a_full_disk_is_told_and_recovered_from(sqlite: Database) -> None:
    await _allow_pages(sqlite, 1)  # fewer than there are, so not one more
    many = [posted(f"m{number}", says="x" * 4000) for number in range(100)]
    with pytest.raises(StoreBusy, match="free some space, Evenhand goes on by itself"):
        await sqlite.events.admit(many)
    assert list(await sqlite.events.waiting(KETTLE)) == []
    await hold(sqlite)  # what is small fits in, and proves nothing
    assert "has no room left to grow" in sqlite.trouble()
    await _allow_pages(sqlite, 1_000_000)
    assert all(await sqlite.events.admit(many))
    assert sqlite.trouble() == ""


async def _allow_pages(store: Database, pages: int) -> None:
    async def limit(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await store._connections.write(limit)


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_database_deleted_while_open_takes_nothing_in(
    sqlite: Database, file: Path, replaced: bool
) -> None:
    await sqlite.events.admit([posted("m1")])
    file.rename(file.with_suffix(".gone"))
    if replaced:
        file.touch()
    assert "was deleted or replaced while it was in use" in sqlite.trouble()
    with pytest.raises(StoreError, match="was deleted or replaced while it was in use") as caught:
        await sqlite.events.admit([posted("m2")])
    assert not isinstance(caught.value, StoreBusy)  # waiting would not help


async def test_a_database_whose_folder_became_a_file_takes_nothing_in(
    tmp_path: Path, impatient: None
) -> None:
    file = tmp_path / "data" / "evenhand.db"
    await upgrade(f"sqlite:///{file}")
    store = Database(f"sqlite:///{file}")
    await store.open()
    file.parent.rename(tmp_path / "gone")
    file.parent.touch()
    with pytest.raises(StoreError, match="was deleted or replaced"):
        await store.events.admit([posted("m2")])
    await store.close()


async def test_a_damaged_database_is_told(sqlite: Database, file: Path) -> None:
    await sqlite.events.admit([posted(f"m{number}") for number in range(500)])
    await sqlite.close()
    damaged = bytearray(file.read_bytes())
    damaged[8192:] = b"\xff" * (len(damaged) - 8192)
    file.write_bytes(damaged)
    store = Database(f"sqlite:///{file}")
    with pytest.raises(StoreError, match="is damaged; stop Evenhand and put a backup"):
        await store.events.admit([posted("new")])
    await store.close()


async def test_a_password_never_stands_in_a_sentence() -> None:
    store = Database("postgresql://evenhand:hunter2@127.0.0.1:1/evenhand")
    with pytest.raises(StoreBusy, match="cannot be reached") as caught:
        await store.open()
    await store.close()
    assert "hunter2" not in str(caught.value)
    with pytest.raises(UsageError) as refused:
        Database("mysql://evenhand:hunter2@host/evenhand")
    assert "hunter2" not in str(refused.value)


async def test_what_people_wrote_never_stands_in_a_sentence(sqlite: Database) -> None:
    broken = posted(says="my secret")
    object.__setattr__(broken, "community", None)
    with pytest.raises(StoreError) as caught:
        await sqlite.events.admit([broken])
    assert "my secret" not in str(caught.value)


async def test_a_commit_is_carried_to_its_end_when_nobody_waits_any_more(
    sqlite: Database,
) -> None:
    asked = asyncio.ensure_future(sqlite.events.admit([posted()]))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await sqlite.close()
    assert list(await sqlite.events.waiting(KETTLE)) == [posted()]


async def test_an_event_whose_commit_ended_unclearly_counts_as_new_once(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = sqlite._connections
    write_for_real = connections.write

    async def commit_and_lose_the_answer(*args: object) -> None:
        await write_for_real(*args)  # type: ignore[arg-type]  # whatever admit passes on
        raise StoreBusy("the connection broke")

    with monkeypatch.context() as broken:
        broken.setattr(connections, "write", commit_and_lose_the_answer)
        with pytest.raises(StoreBusy):
            await sqlite.events.admit([posted("m1"), posted("m2")])
    assert list(await sqlite.events.admit([posted("m1"), posted("m3")])) == [True, True]
    assert list(await sqlite.events.admit([posted("m1")])) == [False]
    await write(sqlite, {"event": event_key(posted("m2"))})
    assert list(await sqlite.events.admit([posted("m2")])) == [False]  # judged, so no news


async def test_many_at_once_all_get_their_turn(sqlite: Database) -> None:
    groups = [[posted(f"m{group}-{n}") for n in range(5)] for group in range(40)]
    reads = [sqlite.ledger.strikes(KETTLE, "discord:u1", "Manners", NOON) for _ in range(40)]
    admitted, _ = await asyncio.gather(
        asyncio.gather(*map(sqlite.events.admit, groups)), asyncio.gather(*reads)
    )
    assert all(all(new) for new in admitted)
    assert len(await sqlite.events.waiting(KETTLE)) == 200


async def test_a_reader_who_gives_up_disturbs_nobody(sqlite: Database) -> None:
    await write(sqlite, {"decision": decision()})
    for _ in range(20):
        asked = asyncio.ensure_future(sqlite.ledger.decision(KETTLE, "d1"))
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    assert await sqlite.ledger.decision(KETTLE, "d1") == decision()


async def test_an_event_that_cannot_be_read_is_set_aside(sqlite: Database, file: Path) -> None:
    await sqlite.events.admit([posted("m1"), posted("m2")])
    with closing(sqlite3.connect(file)) as other:
        other.execute('UPDATE events SET body = \'{"kind": "dream"}\' WHERE serial = 1')
        other.commit()
    assert list(await sqlite.events.waiting(KETTLE)) == [posted("m2")]
    with closing(sqlite3.connect(file)) as other:
        found = other.execute("SELECT state, why FROM events WHERE serial = 1").fetchone()
    assert found[0] == 2
    assert "unknown kind" in found[1]


async def test_what_cannot_be_read_any_more_is_left_out_of_windows(
    sqlite: Database, file: Path
) -> None:
    await sqlite.events.admit([posted("m1"), posted("m2")])
    await write(sqlite, *({"event": event_key(posted(id))} for id in ("m1", "m2")))
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE events SET body = '{}' WHERE serial = 1")
        other.commit()
    assert list(await sqlite.events.since(KETTLE, NOON)) == [posted("m2")]
    assert await sqlite.events.message(KETTLE, "m1") is None
    assert await sqlite.events.forget(NOON.replace(year=2027)) == 2


async def test_the_database_is_as_safe_as_it_can_be(sqlite: Database) -> None:
    async def pragmas(connection: AsyncConnection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in names]

    assert await sqlite._connections.write(pragmas) == ["wal", 2, 1, 1, 50]
