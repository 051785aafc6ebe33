"""A fault of our own ends the process in order and is told."""

import asyncio
from typing import Any

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import process as module
from bot import runtime as runtime_module
from bot.errors import StoreBusy, StoreError
from tests.support.making import posted
from tests.support.patience import PATIENCE
from tests.support.running import turns, until
from tests.unit.core.processes_at_work import Ear, Kept, process, running


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_PAUSE", 0)
    monkeypatch.setattr(module, "LONGEST_LISTEN_PAUSE", 0)
    monkeypatch.setattr(outbox, "BUSY_PAUSE", 0)
    monkeypatch.setattr(lease_module, "RETRY", 0)
    monkeypatch.setattr(runtime_module, "AGAIN", 0)
    monkeypatch.setattr(dispatcher, "PAUSE", 0)
    monkeypatch.setattr(dispatcher, "LONGEST_PAUSE", 0)


# ---- faults of our own


@pytest.mark.parametrize(
    ("part", "call"),
    [
        ("orders", "waiting"),  # the outbox
        ("timers", "due"),  # the alarm
        ("leases", "renew"),  # the keeper of the lease
        ("events", "forget"),  # the housekeeping
        ("events", "waiting"),  # the start
        ("ledger", "modes"),  # putting the rulebook to work
        ("leases", "take"),
    ],
)
async def test_an_unexpected_fault_ends_the_process_and_is_told(
    part: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_module, "LENGTH", 0.001)
    store = Kept()

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such table")

    monkeypatch.setattr(getattr(store, part), call, broken)
    made = process(store)
    for runtime in made._runtimes.values():
        runtime._lease._length = 0.001
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(RuntimeError, match="no such table"):
            await made.run(asyncio.Event())
    assert store.closed


async def test_a_fault_while_setting_aside_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    store, network = Kept(), Ear()

    async def broken(*_: Any) -> Any:
        raise RuntimeError("no such table")

    monkeypatch.setattr(store.events, "quarantine", broken)
    monkeypatch.setattr("bot.engine.Engine.judge", broken)
    network.feed([posted("m1")])
    with pytest.raises(RuntimeError, match="no such table"):
        await process(store, {"memory": network}).run(asyncio.Event())


async def test_several_faults_at_once_are_told_by_the_first(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such table")

    async def odd(*_: Any, **__: Any) -> Any:
        raise StoreError("no such column")

    monkeypatch.setattr(store.orders, "unfinished", broken)
    monkeypatch.setattr(store.timers, "due", odd)
    with pytest.raises(RuntimeError, match="no such table"):
        await process(store).run(asyncio.Event())
    assert "at the same time: no such column" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_that_is_lost_ends_it_with_one_sentence_and_nothing_beside_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def lost(*_: Any, **__: Any) -> Any:
        raise StoreError("the database was deleted")

    for part, call in (("orders", "unfinished"), ("timers", "due"), ("leases", "release")):
        monkeypatch.setattr(getattr(store, part), call, lost)
    with pytest.raises(StoreError, match="the database was deleted"):
        await process(store).run(asyncio.Event())
    assert store.closed
    assert caplog.text == ""


async def test_a_worker_that_ends_by_itself_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = process()

    async def ends() -> None:
        await turns(3)

    monkeypatch.setattr(made._settler, "run", ends)
    with pytest.raises(RuntimeError, match="has ended by itself"):
        await made.run(asyncio.Event())


async def test_a_fault_while_stopping_is_told_and_the_rest_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Kept()

    async def busy(*_: Any) -> Any:
        raise StoreBusy("locked")

    network = Ear()
    made = process(store, {"memory": network})
    async with running(made):
        await until(network.listening.is_set)
        monkeypatch.setattr(store.leases, "release", busy)
    assert store.closed
    assert "while stopping: locked" in caplog.text


async def test_cancelled_it_still_stops_in_order() -> None:
    store, network = Kept(), Ear()
    task = asyncio.create_task(process(store, {"memory": network}).run(asyncio.Event()))
    await until(network.listening.is_set)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert store.closed
    assert await store.leases.holder("kettle") == ""
