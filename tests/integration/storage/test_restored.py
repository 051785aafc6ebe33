"""A backup is put back under a running community: what was done since is not done again."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import lease as lease_module
from bot import outbox
from bot import runtime as module
from bot.alive import Alive
from bot.cli import FINE, main
from bot.clock import HandClock
from bot.domain import Ban, Reply
from bot.runtime import Runtime
from bot.storage import Database
from bot.storage.migrate import upgrade
from tests.support.making import NOON, order, settlement
from tests.support.patience import PATIENCE
from tests.support.policies import Scripted
from tests.support.running import beside
from tests.support.worlds import World


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0.01)
    monkeypatch.setattr(lease_module, "RETRY", 0.01)


@asynccontextmanager
async def running(folder: Path, *, minutes: float) -> AsyncIterator[tuple[World, Runtime]]:
    """Run the community on what the folder holds, so long after noon."""
    store = Database(f"sqlite+aiosqlite:///{folder}/evenhand.db")
    await store.open()
    world = World(store=store, clock=HandClock(NOON + timedelta(minutes=minutes)))
    alive = Alive(folder / "alive.json")
    world.around = replace(world.around, alive=alive, hold_after=timedelta(hours=12))
    runtime = world.runtime(Scripted("Quiet"))
    async with beside(world.settler.run(), runtime.run()):
        await runtime.ready()
        yield world, runtime
        await runtime.stop(5)
    await runtime.release()
    await store.close()


async def performed(world: World, kind: type[object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not any(isinstance(one.action, kind) for one in world.network.performed):  # noqa: ASYNC110  # a network in memory has nothing to wait on
            await asyncio.sleep(0.01)


async def test_a_backup_of_an_hour_ago_bans_nobody_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await upgrade(f"sqlite+aiosqlite:///{tmp_path}/evenhand.db")
    database, backup = tmp_path / "evenhand.db", tmp_path / "backup.db"
    async with running(tmp_path, minutes=0) as (world, runtime):
        # Decided on, and the network is down: that is how it stands in the backup.
        world.network.fail(1000, retry_after=600.0)
        fence = runtime._lease.fence()
        ban = order("ban", Ban(member="rude"), at=world.clock.now())
        await world.store.ledger.settle([settlement(fence=fence, orders=(ban,))])
    shutil.copy(database, backup)
    async with running(tmp_path, minutes=60) as (world, _):
        await performed(world, Ban)
    for rest in tmp_path.glob("evenhand.db*"):
        rest.unlink()
    shutil.copy(backup, database)
    async with running(tmp_path, minutes=61) as (world, _):
        await performed(world, Reply)
        (said,) = [one.action for one in world.network.performed if isinstance(one.action, Reply)]
        assert "This database is an older copy, of Monday, 5 January 2026, 12:00 UTC." in said.text
        assert not any(isinstance(one.action, Ban) for one in world.network.tried)
    url = f"sqlite:///{database}"
    shown = await _held(url)
    assert shown == FINE
    assert "kettle: This database is an older copy" in capsys.readouterr().out
    assert await _held(url, "let-go") == FINE
    assert "kettle: let go, it is never done (measures: 1)." in capsys.readouterr().out
    assert await _held(url) == FINE
    assert "Nothing stands still." in capsys.readouterr().out
    async with running(tmp_path, minutes=62) as (world, _):
        known = await world.store.orders.outcome("ban")
        assert known is not None
        assert known[0].state == "refused"
    assert world.network.tried == []


async def _held(url: str, *words: str) -> int:
    return await asyncio.to_thread(main, ["held", *words, "--database", url])
