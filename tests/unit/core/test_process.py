"""Everything of one process: started in order, stopped in order, and never silently broken."""

import asyncio
from typing import Any

import pytest

from bot import dispatcher, outbox
from bot import lease as lease_module
from bot import process as module
from bot import runtime as runtime_module
from bot.clock import HandClock
from bot.errors import NetworkError, StoreBusy
from tests.support.making import NOON, posted
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


async def test_events_go_in_and_orders_go_out_and_it_stops_in_order() -> None:
    store, network, closed = Kept(), Ear(), list[str]()
    made = process(store, {"memory": network}, closing=[lambda: closed.append("model")])
    async with running(made) as task:
        network.feed([posted("m1", says="you idiot"), posted("m2", says="hello")])
        await until(lambda: len(network.performed) == 3)
        assert made.health() == {
            "status": "ok",
            "database": "ok",
            "network memory": "ok",
            "community kettle": "ok",
        }
    await task
    assert store.closed
    assert closed == ["model"]
    assert await store.leases.holder("kettle") == ""
    assert not network.listening.is_set()
    assert list(await store.events.waiting("kettle")) == []


async def test_what_is_under_way_is_sent_while_the_network_is_still_there() -> None:
    network = Ear()
    made = process(None, {"memory": network})
    gate, perform, heard = asyncio.Event(), network.perform, list[bool]()

    async def slowly(order: Any) -> Any:
        await gate.wait()
        heard.append(network.listening.is_set())
        return await perform(order)

    network.perform = slowly  # type: ignore[method-assign]  # it takes its time
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    network.feed([posted("m1", says="you idiot")])
    await network.drained()
    stop.set()
    await turns(100)
    assert network.house is not None
    with pytest.raises(StoreBusy, match="is stopping"):
        await network.house.receive(posted("m2"))
    assert not task.done()
    gate.set()
    await task
    assert heard == [True, True, True]


async def test_a_network_that_hangs_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LAST_WORK", 0.01)
    store, network = Kept(), Ear()
    network.hang()
    async with running(process(store, {"memory": network})):
        network.feed([posted("m1", says="you idiot")])
        await until(lambda: network.tried)
    assert store.closed


async def test_stopped_before_anything_was_ready_it_stops() -> None:
    store = Kept()
    await store.leases.take("kettle", "another", NOON, 60)
    said: list[str] = []
    network = Ear()
    async with running(process(store, {"memory": network}, said=said)) as task:
        await until(lambda: said)
        assert network.listened == 0
    await task
    assert store.closed
    assert await store.leases.holder("kettle") == "another"


# ---- networks


async def test_the_only_network_that_refuses_ends_it_with_the_reason() -> None:
    store = Kept()
    with pytest.raises(NetworkError, match="port 8480 is in use"):
        await process(store, {"memory": Ear(NetworkError("port 8480 is in use"))}).run(
            asyncio.Event()
        )
    assert store.closed
    assert await store.leases.holder("kettle") == ""


async def test_a_network_that_refuses_leaves_the_others_alone() -> None:
    broken, fine = Ear(NetworkError("the token is wrong"), network="other"), Ear()
    made = process(None, {"other": broken, "memory": fine})
    async with running(made):
        fine.feed([posted("m1", says="you idiot")])
        await until(lambda: fine.performed)
        assert made.health()["status"] == "the token is wrong"
        assert made.health()["network other"] == "the token is wrong"
        assert broken.listened == 1


async def test_when_all_networks_refuse_it_ends_with_the_first_reason() -> None:
    broken = Ear(NetworkError("one")), Ear(NetworkError("two"), network="other")
    with pytest.raises(NetworkError, match="one"):
        await process(None, {"memory": broken[0], "other": broken[1]}).run(asyncio.Event())


async def test_a_network_that_breaks_off_is_listened_to_again() -> None:
    network = Ear(OSError("reset"), None, RuntimeError("odd"))
    made = process(None, {"memory": network})
    async with running(made):
        network.feed([posted("m1", says="you idiot")])
        await until(lambda: network.performed)
    assert network.listened == 4


async def test_a_network_that_broke_off_is_not_called_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_PAUSE", 5)
    monkeypatch.setattr(module, "LONGEST_LISTEN_PAUSE", 600)
    network = Ear(OSError("reset"))
    made = process(None, {"memory": network})
    async with running(made):
        await until(lambda: made.health()["status"] == "broke off, next try in 5 s")


# ---- health


async def test_a_database_in_trouble_is_told_first_and_until_it_is_over() -> None:
    store = Kept()
    made = process(store, {"memory": Ear(NetworkError("no token"), network="other"), "x": Ear()})
    async with running(made):
        await until(lambda: made.health()["status"] == "no token")
        store.hindered = "the database has no room left"
        assert made.health()["status"] == made.health()["database"] == store.hindered
        store.hindered = ""
        assert made.health()["status"] == "no token"


async def test_events_set_aside_are_a_note_for_an_hour_and_the_work_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("odd")

    network, clock = Ear(), HandClock(NOON)
    made = process(None, {"memory": network}, clock=clock)
    monkeypatch.setattr("bot.engine.Engine.judge", broken)
    async with running(made):
        await until(lambda: made.health()["status"] == "ok")
        assert "note on kettle" not in made.health()
        network.feed([posted("m1")])
        await until(lambda: "note on kettle" in made.health())
        note = "an event was set aside within the last hour and not judged; the log says why"
        assert made.health()["note on kettle"] == note
        network.feed([posted("m2")])
        await until(lambda: made.health()["note on kettle"].startswith("2 events were set aside"))
        assert made.health()["status"] == "ok"
        clock.tick(3600)
        assert "note on kettle" not in made.health()
