"""An event that waits and cannot be read any more is set aside, and the health page says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.aside import Aside
from bot.clock import HandClock
from bot.domain import event_key
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.support.making import NOON, posted


async def test_what_cannot_be_read_at_the_start_is_told_for_an_hour(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/evenhand.db"
    await upgrade(url)
    store = Database(url)
    await store.open()
    try:
        await store.events.admit([posted("m1"), posted("m2")])
        _spoil(tmp_path / "evenhand.db", event_key(posted("m1")))
        clock = HandClock(NOON)
        aside = Aside("kettle", store.events, clock)
        assert aside.note() == ""
        assert [one.id for one in await store.events.waiting("kettle")] == ["m2"]
        assert aside.note().startswith("an event was set aside")
        # Set aside for good: nobody counts it twice.
        assert [one.id for one in await store.events.waiting("kettle")] == ["m2"]
        assert aside.note().startswith("an event was set aside")
        clock.tick(3600)
        assert aside.note() == ""
    finally:
        await store.close()


def _spoil(database: Path, key: str) -> None:
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("UPDATE events SET body = '{}' WHERE key = ?", (key,))
